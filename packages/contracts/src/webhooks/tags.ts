import type { Tag } from '../tag.ts'

export const webhookTags: Record<string, Tag> = {
  webhooks: {
    name: 'Webhooks',
    description: 'Events of the workspace, posted to your own URLs as they happen.',
  },
  'incoming-webhooks': {
    name: 'Incoming webhooks',
    description: 'URLs that programs post messages to, as they would to Slack.',
  },
}
