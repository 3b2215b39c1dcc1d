import type { Tag } from '../tag.ts'

export const importTags: Record<string, Tag> = {
  archives: { name: 'Archives', description: 'Files that a workspace was imported from or exported to.' },
}
