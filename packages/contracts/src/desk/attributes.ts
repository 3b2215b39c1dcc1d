import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Name, Time } from '../fields.ts'
import { AttributeId, typeId } from '../ids.ts'
import { visibleLine } from '../text.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const
const params = z.object({ id: AttributeId })

/** Attributes of a workspace, choices of one, and characters of a key, a choice and a text. */
export const attributeLimits = { attributes: 50, choices: 50, key: 40, choice: 100, text: 200 } as const

export const attributeTypes = ['text', 'number', 'boolean', 'date', 'choice'] as const
const AttributeTypeField = z
  .enum(attributeTypes)
  .describe(
    `A text is one line of ${attributeLimits.text} characters, a date \`YYYY-MM-DD\`, a choice one of \`choices\`.`,
  )
export type AttributeType = (typeof attributeTypes)[number]

/** A value as it is sent and shown; which of them fits says the attribute’s type. */
export const AttributeValue = z.union([z.string(), z.number(), z.boolean()])
export type AttributeValue = z.infer<typeof AttributeValue>

/** The values of a visitor, by the attributes’ keys. */
export const AttributeValues = z
  .record(z.string(), AttributeValue)
  .describe('By the keys of `GET /api/tenant/attributes`; those that have a value.')

/** Values that are to be changed, in a request: checked against the attributes that there are. */
export const GivenAttributes = z
  .record(
    z.string().max(attributeLimits.key),
    z.union([z.string().max(2 * attributeLimits.text), z.number(), z.boolean(), z.null()]),
  )
  .refine((given) => Object.keys(given).length <= attributeLimits.attributes, {
    message: `At most ${attributeLimits.attributes}.`,
  })
  .meta({ maxProperties: attributeLimits.attributes })
export type GivenAttributes = z.infer<typeof GivenAttributes>

/** What a workspace keeps of its visitors beside what every desk knows of them. */
export const Attribute = z
  .object({
    id: typeId('attr'),
    key: z.string(),
    label: z.string(),
    type: AttributeTypeField,
    choices: z.array(z.string()).describe('Empty, but for a choice.'),
    isVisitorClaim: z.boolean(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Attribute' })
export type Attribute = z.input<typeof Attribute>

const Key = z
  .string()
  .max(attributeLimits.key)
  .regex(/^[a-z][a-z\d_]*$/, 'Must be lower-case letters, digits and underscores, beginning with a letter.')
const Choices = z
  .array(visibleLine(attributeLimits.choice))
  .max(attributeLimits.choices)
  .transform((choices) => [...new Set(choices)])
const IsVisitorClaim = z
  .boolean()
  .describe(
    'Whether widgets may set it. Whatever they send is what the visitor’s browser says, and so the visitor’s own claim, also of one whose identity is proven: `hash` proves `externalId` alone.',
  )

const listed = z.object({ attributes: z.array(Attribute) })

export const listTenantAttributes = defineEndpoint({
  ...common,
  name: 'listTenantAttributes',
  method: 'get',
  path: '/api/tenant/attributes',
  summary: 'The attributes that visitors may have, by key.',
  description: `At most ${attributeLimits.attributes}.`,
  responses: { 200: listed },
})

export const listAgentAttributes = defineEndpoint({
  ...common,
  name: 'listAgentAttributes',
  method: 'get',
  path: '/api/agent/attributes',
  summary: 'The attributes that visitors may have, by key.',
  description: `At most ${attributeLimits.attributes}. Owners and admins manage them.`,
  responses: { 200: listed },
})

export const createAttribute = defineEndpoint({
  ...common,
  name: 'createAttribute',
  audit: 'attribute.created',
  method: 'post',
  path: '/api/tenant/attributes',
  scope: 'admin',
  summary: 'Add an attribute that visitors may have.',
  description: `Its key and type stay. A key is one attribute’s alone (409), and a workspace has at most ${attributeLimits.attributes} (409). A choice has at least one of \`choices\`, any other type none (400).`,
  body: z
    .object({
      key: Key,
      label: Name,
      type: AttributeTypeField,
      choices: Choices.default([]),
      isVisitorClaim: IsVisitorClaim.default(false),
    })
    .refine(({ type, choices }) => (type === 'choice') === choices.length > 0, {
      path: ['choices'],
      message: 'Must be there for a choice, and for nothing else.',
    }),
  responses: { 200: Attribute },
  errors: ['conflict'],
})

export const updateAttribute = defineEndpoint({
  ...common,
  name: 'updateAttribute',
  audit: 'attribute.updated',
  method: 'patch',
  path: '/api/tenant/attributes/:id',
  scope: 'admin',
  summary: 'Change an attribute’s label, choices, or who may set it.',
  description: 'What is not given stays. A visitor keeps a value that is no choice any more until it is changed.',
  params,
  body: z.object({
    label: Name.optional(),
    choices: Choices.optional(),
    isVisitorClaim: IsVisitorClaim.optional(),
  }),
  responses: { 200: Attribute },
  errors: ['not_found'],
})

export const deleteAttribute = defineEndpoint({
  ...common,
  name: 'deleteAttribute',
  audit: 'attribute.deleted',
  method: 'delete',
  path: '/api/tenant/attributes/:id',
  scope: 'admin',
  summary: 'Remove an attribute, and with it what visitors have of it.',
  params,
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found'],
})
