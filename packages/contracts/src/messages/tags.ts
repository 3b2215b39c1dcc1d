import type { Tag } from '../tag.ts'

export const messageTags: Record<string, Tag> = {
  messages: { name: 'Messages', description: 'Posting, reading, threads.' },
  drafts: { name: 'Drafts', description: 'What one has begun to write.' },
  files: { name: 'Files', description: 'Uploading them for messages, and reading them by signed URLs.' },
}
