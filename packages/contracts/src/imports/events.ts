import { defineEvent, webhookFacts } from '../event.ts'
import { ImportSummary } from './import.ts'

export const importProgress = defineEvent({
  type: 'import.progress',
  audience: 'The workspace’s owners and admins, on their own sockets.',
  description: 'An import has come a per cent further, or has ended.',
  delivery: 'transient',
  facts: webhookFacts,
  data: ImportSummary,
})

export const importEvents = [importProgress] as const
