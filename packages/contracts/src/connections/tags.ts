import type { Tag } from '../tag.ts'

export const connectionTags: Record<string, Tag> = {
  'platform-connections': {
    name: 'Platform connections',
    description: 'Slack, Discord, Teams, Telegram and signed webhooks, bridged into channels.',
  },
  'linked-accounts': {
    name: 'Linked accounts',
    description: 'Who a person is on a connected platform, proven by a code that is sent to them there.',
  },
}
