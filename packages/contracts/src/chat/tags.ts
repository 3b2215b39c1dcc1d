import type { Tag } from '../tag.ts'

export const chatTags: Record<string, Tag> = {
  chat: { name: 'Chat', description: 'Asking, answers that are streamed, runs, private conversations.' },
  models: { name: 'Chat', description: 'Asking, answers that are streamed, runs, private conversations.' },
}
