import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Language, Name, TimeZone } from '../fields.ts'
import { ChannelId, Uuid } from '../ids.ts'

const common = { owner: 'gateway', auth: 'user', limit: 'default', path: '/api/v2/preferences' } as const

const Theme = z.enum(['system', 'light', 'dark'])
const Density = z.enum(['cosy', 'compact'])
const Sound = z.enum(['chime', 'knock', 'none'])
const Day = z.int().min(1).max(7)
const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Must be a time of day such as 22:30.')
const Sort = z.enum(['name', 'recent'])
const Show = z.enum(['all', 'unread'])

const quietHours = <D extends z.ZodType>(days: D) =>
  z
    .object({ starts: TimeOfDay, ends: TimeOfDay, days })
    .describe(
      'Nobody is notified outside of an open client then. In the time zone above, UTC where there is none; over midnight where `ends` is earlier. `days` are those on which they start, Monday being 1.',
    )

/** What a person has chosen, and what it is where they have not. */
export const Preferences = z
  .object({
    theme: Theme,
    density: Density.describe('How closely messages stand.'),
    keyboard_shortcuts: z.boolean().describe('Whether the console listens to its own; false turns all of them off.'),
    language: Language.nullable().describe('Null: as the browser says.'),
    time_zone: z.string().nullable().describe('IANA; null: as the browser says.'),
    quiet_hours: quietHours(z.array(Day)).nullable(),
    notification_sound: Sound,
    sidebar: z
      .object({
        sort: Sort,
        show: Show,
        sections: z.array(
          z.object({ id: z.string(), name: z.string(), channel_ids: z.array(Uuid), is_collapsed: z.boolean() }),
        ),
      })
      .describe('Of this workspace; all else is of the person, in every workspace.'),
  })
  .meta({ id: 'Preferences' })
export type Preferences = z.infer<typeof Preferences>

const Section = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/, 'Must be 1–64 letters, digits, _ or -.'),
  name: Name,
  channel_ids: z.array(ChannelId).max(500).default([]),
  is_collapsed: z.boolean().default(false),
})
const maxSections = 50
const maxSidebarBytes = 32_768

const Sections = z
  .array(Section)
  .max(maxSections)
  .superRefine((sections, context) => {
    if (JSON.stringify(sections).length > maxSidebarBytes)
      context.addIssue(`Must be at most ${maxSidebarBytes} bytes of JSON.`)
    if (new Set(sections.map(({ id }) => id)).size < sections.length) context.addIssue('Each id must be another one.')
  })

/** Those that are a person's in every workspace, as far as they were chosen. */
export const OwnPreferences = z.object({
  theme: Theme.optional(),
  density: Density.optional(),
  keyboard_shortcuts: z.boolean().optional(),
  language: Language.optional(),
  time_zone: TimeZone.optional(),
  quiet_hours: quietHours(z.array(Day).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7])).optional(),
  notification_sound: Sound.optional(),
})

/** The sidebar of one workspace, as far as it was chosen. */
export const SidebarPreferences = z.object({
  sort: Sort.optional(),
  show: Show.optional(),
  sections: Sections.optional(),
})

/** A merge patch: what is null is as if it had never been chosen. */
const PreferencesPatch = z.object({
  theme: Theme.nullable().optional(),
  density: Density.nullable().optional(),
  keyboard_shortcuts: z.boolean().nullable().optional(),
  language: Language.nullable().optional(),
  time_zone: TimeZone.nullable().optional(),
  quiet_hours: z
    .object({ starts: TimeOfDay, ends: TimeOfDay, days: z.array(Day).min(1).max(7).nullable() })
    .partial()
    .nullable()
    .optional(),
  notification_sound: Sound.nullable().optional(),
  sidebar: z
    .object({ sort: Sort.nullable(), show: Show.nullable(), sections: Sections.nullable() })
    .partial()
    .nullable()
    .optional(),
})

export const getPreferences = defineEndpoint({
  ...common,
  name: 'getPreferences',
  method: 'get',
  summary: 'What the caller has chosen, with what it is otherwise.',
  responses: { 200: envelope(Preferences) },
})

export const updatePreferences = defineEndpoint({
  ...common,
  name: 'updatePreferences',
  method: 'patch',
  summary: 'Change the caller’s preferences.',
  description:
    'A merge patch (RFC 7396): objects are merged field by field, arrays are replaced, and `null` gives a preference back its default. `sidebar` is of this workspace, all else of the person. Their sockets receive `preferences.updated`.',
  body: PreferencesPatch,
  responses: { 200: envelope(Preferences) },
})
