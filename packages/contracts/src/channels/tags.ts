import type { Tag } from '../tag.ts'

export const channelTags: Record<string, Tag> = {
  channels: { name: 'Channels', description: 'Where a workspace talks; what one has not read there.' },
}
