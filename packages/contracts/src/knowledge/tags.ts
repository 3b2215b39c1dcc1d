import type { Tag } from '../tag.ts'

export const knowledgeTags: Record<string, Tag> = {
  knowledge: { name: 'Knowledge', description: 'Documents that twins and searches know.' },
  'knowledge-graph': { name: 'Knowledge graph', description: 'Who and what the documents mention.' },
}
