import type { Tag } from '../tag.ts'

export const channelTags: Record<string, Tag> = {
  channels: { name: 'Channels', description: 'Where a workspace talks; what one has not read there.' },
  demo: { name: 'Demo data', description: 'A workspace in use, to look at.' },
}
