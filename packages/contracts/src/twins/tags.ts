import type { Tag } from '../tag.ts'

export const twinTags: Record<string, Tag> = {
  twins: { name: 'Twins', description: 'Who answers in channels and chats, and what they were before.' },
  agents: { name: 'Agents', description: 'Twins under their other name, and asking one.' },
  personalities: { name: 'Personalities', description: 'Who can be asked.' },
}
