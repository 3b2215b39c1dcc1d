import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Name, Time } from '../fields.ts'
import { LabelId, typeId } from '../ids.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const
const params = z.object({ id: LabelId })

/** A workspace has at most so many. */
export const maxLabels = 200

/** What conversations are sorted by. */
export const Label = z
  .object({
    id: typeId('lbl'),
    name: z.string(),
    color: z.string(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Label' })
export type Label = z.input<typeof Label>

const Color = z
  .string()
  .regex(/^#[\da-f]{6}$/i, 'Must be a colour in hex, such as #2f5d50.')
  .toLowerCase()
  .describe('A colour in hex: `#2f5d50`.')

const listed = z.object({ labels: z.array(Label) })
const listing = `At most ${maxLabels}.`

export const listTenantLabels = defineEndpoint({
  ...common,
  name: 'listTenantLabels',
  method: 'get',
  path: '/api/tenant/labels',
  summary: 'The workspace’s labels, by name.',
  description: listing,
  responses: { 200: listed },
})

export const listAgentLabels = defineEndpoint({
  ...common,
  name: 'listAgentLabels',
  method: 'get',
  path: '/api/agent/labels',
  summary: 'The workspace’s labels, by name.',
  description: `${listing} Owners and admins manage them.`,
  responses: { 200: listed },
})

export const createLabel = defineEndpoint({
  ...common,
  name: 'createLabel',
  audit: 'label.created',
  method: 'post',
  path: '/api/tenant/labels',
  scope: 'admin',
  summary: 'Add a label.',
  description: `A name is one label’s alone, in either case (409), and a workspace has at most ${maxLabels} (409).`,
  body: z.object({ name: Name, color: Color.default('#64748b') }),
  responses: { 200: Label },
  errors: ['conflict'],
})

export const updateLabel = defineEndpoint({
  ...common,
  name: 'updateLabel',
  audit: 'label.updated',
  method: 'patch',
  path: '/api/tenant/labels/:id',
  scope: 'admin',
  summary: 'Change a label’s name or colour.',
  description: 'What is not given stays. A name is one label’s alone, in either case (409).',
  params,
  body: z.object({ name: Name.optional(), color: Color.optional() }),
  responses: { 200: Label },
  errors: ['not_found', 'conflict'],
})

export const deleteLabel = defineEndpoint({
  ...common,
  name: 'deleteLabel',
  audit: 'label.deleted',
  method: 'delete',
  path: '/api/tenant/labels/:id',
  scope: 'admin',
  summary: 'Remove a label, also from the conversations that have it.',
  params,
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found'],
})
