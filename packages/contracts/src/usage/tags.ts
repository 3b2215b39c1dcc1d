import type { Tag } from '../tag.ts'

export const usageTags: Record<string, Tag> = {
  usage: { name: 'Usage', description: 'What AI answers have used and cost.' },
  budgets: { name: 'Budgets', description: 'What AI answers may cost in a month.' },
}
