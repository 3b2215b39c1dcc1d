import type { Tag } from '../tag.ts'

export const connectionTags: Record<string, Tag> = {
  'platform-connections': {
    name: 'Platform connections',
    description: 'Slack, Discord, Teams, Telegram and signed webhooks, bridged into channels.',
  },
}
