import { defineEvent } from '../event.ts'
import { Approval } from './approvals.ts'

const audience =
  'Whoever may decide it: the person who asked AI, and for an answer in a channel the owners and admins who can read it.'

export const approvalRequested = defineEvent({
  type: 'approval.requested',
  audience,
  description: 'A call of a tool waits for `POST /api/v2/approvals/:id`.',
  delivery: 'transient',
  data: Approval,
})

export const approvalDecided = defineEvent({
  type: 'approval.decided',
  audience,
  description: 'It was approved or denied, has expired, or its run has ended.',
  delivery: 'transient',
  data: Approval,
})

export const toolEvents = [approvalRequested, approvalDecided] as const
