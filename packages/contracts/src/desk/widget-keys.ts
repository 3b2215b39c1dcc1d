import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Name, orJsonText, Time } from '../fields.ts'
import { KeyId, SiteId, typeId } from '../ids.ts'
import { DomainPattern } from './domain.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default', scope: 'admin' } as const
const params = z.object({ id: KeyId })

/** A workspace has at most so many keys, each with so many domains. */
export const widgetKeyLimits = { keys: 100, domains: 100 } as const

export const widgetKeyStatuses = ['ACTIVE', 'INACTIVE'] as const
export type WidgetKeyStatus = (typeof widgetKeyStatuses)[number]

/** What a website’s widget starts with. */
export const WidgetKey = z
  .object({
    id: typeId('key'),
    name: z.string(),
    keyPrefix: z.string().describe('The first characters of the key, to recognise it by.'),
    keyHash: z.string().describe('The SHA-256 of `plainKey`, in hex.'),
    domains: z.string().describe('Where it works, as a JSON array in a string; an empty array is anywhere.'),
    status: z.enum(widgetKeyStatuses),
    siteId: typeId('sit').nullable().describe('The site that its visitors are of.'),
    createdAt: Time,
    lastUsedAt: Time.nullable(),
  })
  .meta({ id: 'WidgetKey' })
export type WidgetKey = z.input<typeof WidgetKey>

const Domains = orJsonText(
  z
    .array(DomainPattern, 'Must be a list of domains, or that as JSON in a string.')
    .max(widgetKeyLimits.domains)
    .transform((domains) => [...new Set(domains)]),
).describe(
  `Where the widget may be embedded: at most ${widgetKeyLimits.domains} domains, such as \`shop.example\`, or \`*.shop.example\` for all beneath it. Also as JSON in a string. An empty list allows any.`,
)
const Status = z.enum(widgetKeyStatuses)

export const listWidgetKeys = defineEndpoint({
  ...common,
  name: 'listWidgetKeys',
  method: 'get',
  path: '/api/tenant/api-keys',
  summary: 'The workspace’s widget keys, newest first.',
  description: `At most ${widgetKeyLimits.keys}. Of a key there is its SHA-256 alone.`,
  responses: { 200: z.object({ apiKeys: z.array(WidgetKey) }) },
})

export const createWidgetKey = defineEndpoint({
  ...common,
  name: 'createWidgetKey',
  audit: 'widget_key.created',
  method: 'post',
  path: '/api/tenant/api-keys',
  summary: 'Create a widget key.',
  description: `\`plainKey\` is shown this once: it is what the website’s script names, and opens nothing but the widget. A workspace has at most ${widgetKeyLimits.keys} keys (409). An unknown \`siteId\` is a 404.`,
  body: z.object({
    name: Name,
    domains: Domains.default([]),
    status: Status.default('ACTIVE'),
    siteId: SiteId.nullable().default(null),
  }),
  responses: { 200: WidgetKey.extend({ plainKey: z.string() }) },
  errors: ['not_found', 'conflict'],
  idempotent: false,
})

export const updateWidgetKey = defineEndpoint({
  ...common,
  name: 'updateWidgetKey',
  audit: 'widget_key.updated',
  method: 'patch',
  path: '/api/tenant/api-keys/:id',
  summary: 'Change a widget key’s name, domains, status or site.',
  description:
    'What is not given stays; `domains` replaces all of them. An `INACTIVE` key stops at once: its visitors’ calls are a 401, and their sockets are closed. Active again, it lets the same visitors go on. An unknown `siteId` is a 404.',
  params,
  body: z.object({
    name: Name.optional(),
    domains: Domains.optional(),
    status: Status.optional(),
    siteId: SiteId.nullable().optional(),
  }),
  responses: { 200: WidgetKey },
  errors: ['not_found'],
})

export const deleteWidgetKey = defineEndpoint({
  ...common,
  name: 'deleteWidgetKey',
  audit: 'widget_key.deleted',
  method: 'delete',
  path: '/api/tenant/api-keys/:id',
  summary: 'Revoke a widget key for good.',
  description: 'It stops at once, open sockets included; visitors and conversations stay.',
  params,
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found'],
})
