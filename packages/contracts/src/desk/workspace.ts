import * as z from 'zod'
import { Email } from '../email.ts'
import { defineEndpoint } from '../endpoint.ts'
import { Json, Language, Name, Time, TimeZone } from '../fields.ts'
import { typeId } from '../ids.ts'
import { BusinessHoursPatch } from './business-hours.ts'
import { RoutingPatch } from './routing-settings.ts'
import { SlaPatch } from './sla-settings.ts'
import { WidgetSettings } from './widget-settings.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default', path: '/api/tenant/workspace' } as const

/** A workspace as its support desk is set up. */
export const DeskWorkspace = z
  .object({
    id: typeId('wsp'),
    name: z.string().describe('The workspace’s own: `PATCH /api/v2/workspaces/:id` changes the same.'),
    companyName: z.string().nullable(),
    contactEmail: z.string().nullable(),
    mailAddress: z
      .string()
      .nullable()
      .describe(
        'Mail to it begins a conversation: have the company’s own address forward there. Null where the deployment takes in no mail.',
      ),
    language: Language.describe('In which the desk speaks to visitors.'),
    timezone: z.string().describe('IANA.'),
    settings: z.record(z.string(), Json),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'DeskWorkspace' })
export type DeskWorkspace = z.input<typeof DeskWorkspace>

/** What the desk itself reads of the settings has a type; all else is kept as it is given. */
const SettingsPatch = z
  .looseObject({
    notifications: z
      .looseObject({ visitorSound: z.boolean().nullable(), agentSound: z.boolean().nullable() })
      .partial()
      .nullable()
      .optional(),
    widget: WidgetSettings.nullable().optional(),
    ai: z
      .looseObject({
        firstResponse: z
          .boolean()
          .nullable()
          .describe(
            'Whether AI answers visitors who wait, from public knowledge, until a person does. Default: false; nor does it where the operator has turned the desk’s AI off.',
          ),
        minConfidence: z
          .number()
          .min(0)
          .max(1)
          .nullable()
          .describe('Below it AI hands over to people instead. Default: 0.6.'),
      })
      .partial()
      .nullable()
      .optional(),
    routing: RoutingPatch.nullable().optional(),
    hours: BusinessHoursPatch.nullable().optional(),
    sla: SlaPatch.nullable().optional(),
  })
  .describe('A merge patch (RFC 7396) of the settings.')

export const getTenantWorkspace = defineEndpoint({
  ...common,
  name: 'getTenantWorkspace',
  method: 'get',
  summary: 'How the workspace’s support desk is set up.',
  description: 'Where nothing was set yet it is made: English, UTC, without settings.',
  responses: { 200: DeskWorkspace },
})

export const updateTenantWorkspace = defineEndpoint({
  ...common,
  name: 'updateTenantWorkspace',
  audit: 'workspace.updated',
  method: 'put',
  scope: 'admin',
  summary: 'Change how the workspace’s support desk is set up.',
  description:
    'What is not given stays. `settings` are merged as RFC 7396 says: objects field by field, arrays are replaced, `null` removes a field. They hold at most 16 KiB of JSON, 16 levels deep, when they are merged (400). `null` removes `companyName` or `contactEmail`. `name` and `companyName` are the workspace’s own: its people receive `workspace.updated`.',
  body: z.object({
    name: Name.optional(),
    companyName: Name.nullable().optional(),
    contactEmail: Email.nullable().optional(),
    language: Language.optional(),
    timezone: TimeZone.optional(),
    settings: SettingsPatch.optional(),
  }),
  responses: { 200: DeskWorkspace },
})
