import type { Tag } from '../tag.ts'

export const webhookTags: Record<string, Tag> = {
  webhooks: {
    name: 'Webhooks',
    description: 'Events of the workspace, posted to your own URLs as they happen.',
  },
}
