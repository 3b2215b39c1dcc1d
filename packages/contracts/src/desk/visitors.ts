import * as z from 'zod'
import { Email } from '../email.ts'
import { defineEndpoint } from '../endpoint.ts'
import { Flag, Integer, Limit, Name, Time } from '../fields.ts'
import { SiteId, typeId, VisitorId } from '../ids.ts'
import { visibleLine } from '../text.ts'
import { AttributeValues, attributeLimits, GivenAttributes } from './attributes.ts'
import { Block } from './blocks.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const
const params = z.object({ id: VisitorId })

/** Of a visitor's tags, of their length, and of the notes on them, in characters. */
export const visitorLimits = { tags: 50, tagLength: 50, notes: 10_000 } as const
/** Beyond it the `total` of a filtered list is not counted. */
export const maxVisitorTotal = 1_000

/** Somebody who has visited one of the workspace's sites. */
export const Visitor = z
  .object({
    id: typeId('vis'),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    externalId: z.string().nullable().describe('Who they are to the site, which has proven it.'),
    ip: z.string().nullable(),
    country: z
      .string()
      .nullable()
      .describe('Its ISO 3166 code, such as `DE`. Like the city, as far as it is known by the IP address.'),
    city: z.string().nullable(),
    browser: z.string().nullable(),
    tags: z.array(z.string()),
    notes: z.string().nullable(),
    attributes: AttributeValues,
    siteId: typeId('sit').nullable(),
    isOnline: z.boolean(),
    pages: z
      .array(
        z.object({
          url: z.string(),
          title: z.string(),
          referrer: z.string().optional().describe('The page that led there, where the browser says it.'),
          at: Time,
        }),
      )
      .describe('The newest first.'),
    firstSeenAt: Time,
    lastSeenAt: Time,
    visits: z.int().describe('A visit ends after a pause of 30 minutes.'),
  })
  .meta({ id: 'Visitor' })
export type Visitor = z.input<typeof Visitor>

/** A single visitor. */
export const VisitorDetails = Visitor.extend({
  block: Block.nullable().describe('By which they are blocked: the one of themself before those of their addresses.'),
}).meta({ id: 'VisitorDetails' })
export type VisitorDetails = z.input<typeof VisitorDetails>

const Tag = visibleLine(visitorLimits.tagLength)
const unique = (tags: string[]) => [...new Set(tags)]
const Tags = z.array(Tag).max(visitorLimits.tags).transform(unique)
const attributeRules =
  '`attributes` changes those that it names, `null` takes one away; one that the workspace does not have, or a value that does not fit, is a 400.'
const Notes = z.string().max(visitorLimits.notes).nullable()

/** What every list of visitors takes, and answers. */
const listing = {
  isOnline: Flag.optional(),
  attribute: z
    .string()
    .max(attributeLimits.key + attributeLimits.text + 1)
    .regex(/^[a-z][a-z\d_]*:/, 'Must be the key of an attribute, a colon, and a value.')
    .optional()
    .describe('Those who have this very value: `plan:pro`, `seats:12`, `is_trial:true`.'),
  before: VisitorId.optional(),
  page: Integer({ min: 1, max: 100_000 }).default(1),
  limit: Limit({ fallback: 25 }),
}
const pages = { items: 'visitors', cursors: [{ query: 'before', of: 'id' }] } as const
const paging = `Page by \`page\`, or by \`before\` with the last \`id\` of the page before. Where anything is filtered, \`total\` is exact to ${maxVisitorTotal.toLocaleString('en')}. \`stats\` are of all the workspace’s visitors; \`returning\` are those with two visits or more.`
const VisitorPage = z.object({
  visitors: z.array(Visitor),
  total: z.int(),
  page: z.int(),
  limit: z.int(),
  stats: z.object({ total: z.int(), online: z.int(), returning: z.int() }),
})
const Search = z.string().max(200).optional()

export const listTenantVisitors = defineEndpoint({
  ...common,
  name: 'listTenantVisitors',
  method: 'get',
  path: '/api/tenant/visitors',
  summary: 'The workspace’s visitors, last seen first, and how many there are.',
  description: `\`search\` finds beginnings of words, and what follows them, in name, email address, phone, IP address, country and city, without regard to case, accents and punctuation; where nothing begins so, parts of words. With several \`tags\` a visitor has all of them. ${paging}`,
  query: z.object({
    ...listing,
    search: Search,
    siteId: SiteId.optional(),
    tags: z
      .preprocess((given: string | string[]) => (typeof given === 'string' ? [given] : given), Tags)
      .optional()
      .describe('The field may be repeated.'),
  }),
  pages,
  responses: { 200: VisitorPage },
})

export const getTenantVisitor = defineEndpoint({
  ...common,
  name: 'getTenantVisitor',
  method: 'get',
  path: '/api/tenant/visitors/:id',
  summary: 'One visitor.',
  params,
  responses: { 200: VisitorDetails },
  errors: ['not_found'],
})

export const updateTenantVisitor = defineEndpoint({
  ...common,
  name: 'updateTenantVisitor',
  method: 'patch',
  path: '/api/tenant/visitors/:id',
  summary: 'Change what is known of a visitor.',
  description: `What is not given stays; \`null\` removes it. \`tags\` replaces all of them; notes are plain text. ${attributeRules}`,
  params,
  body: z.object({
    userName: Name.nullable().optional(),
    userEmail: Email.nullable().optional(),
    userPhone: visibleLine(50).nullable().optional(),
    tags: Tags.optional(),
    notes: Notes.optional(),
    attributes: GivenAttributes.optional(),
  }),
  responses: { 200: Visitor },
  errors: ['not_found'],
})

export const deleteTenantVisitor = defineEndpoint({
  ...common,
  name: 'deleteTenantVisitor',
  audit: 'visitor.erased',
  method: 'delete',
  path: '/api/tenant/visitors/:id',
  summary: 'Remove a visitor and all that is known of them, for good.',
  description:
    'Their widgets stop at once; whoever comes back is a new visitor. `erasureId` names the receipt, which says what has become of each copy.',
  params,
  responses: { 200: z.object({ success: z.literal(true), erasureId: typeId('ers') }) },
  errors: ['not_found'],
})

export const listAgentVisitors = defineEndpoint({
  ...common,
  name: 'listAgentVisitors',
  method: 'get',
  path: '/api/agent/visitors',
  summary: 'The visitors of the agent’s workspace, last seen first, and how many there are.',
  description: `\`search\` finds beginnings of words, and what follows them, in name and email address, without regard to case, accents and punctuation; where nothing begins so, parts of words. ${paging}`,
  query: z.object({ ...listing, search: Search }),
  pages,
  responses: { 200: VisitorPage },
})

export const getAgentVisitor = defineEndpoint({
  ...common,
  name: 'getAgentVisitor',
  method: 'get',
  path: '/api/agent/visitors/:id',
  summary: 'One visitor.',
  params,
  responses: { 200: VisitorDetails },
  errors: ['not_found'],
})

export const updateAgentVisitor = defineEndpoint({
  ...common,
  name: 'updateAgentVisitor',
  method: 'patch',
  path: '/api/agent/visitors/:id',
  summary: 'Change a visitor’s tags and attributes, and the notes on them.',
  description: `What is not given stays; \`null\` removes notes. \`tags\` replaces all of them; notes are plain text. ${attributeRules} Who a visitor is, owners and admins change.`,
  params,
  body: z.object({ tags: Tags.optional(), notes: Notes.optional(), attributes: GivenAttributes.optional() }),
  responses: { 200: Visitor },
  errors: ['not_found'],
})
