import { defineEvent } from '../event.ts'
import { ExportSummary } from './export.ts'

export const exportProgress = defineEvent({
  type: 'export.progress',
  audience: 'The workspace’s owners and admins, on their own sockets.',
  description: 'An export has come a per cent further, or has ended.',
  delivery: 'transient',
  data: ExportSummary,
})

export const exportEvents = [exportProgress] as const
