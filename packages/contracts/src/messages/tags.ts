import type { Tag } from '../tag.ts'

export const messageTags: Record<string, Tag> = {
  messages: { name: 'Messages', description: 'Posting, reading, threads.' },
  drafts: { name: 'Drafts', description: 'What one has begun to write.' },
  retention: { name: 'Retention', description: 'For how many days messages are kept.' },
  files: { name: 'Files', description: 'Uploading them for messages, and reading them by signed URLs.' },
}
