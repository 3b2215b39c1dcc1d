import * as z from 'zod'
import { visibleLine } from '../text.ts'

/** What visitors may be asked for before they write. */
export const contactFields = ['name', 'email', 'phone'] as const

/** Of what a widget says by itself. */
export const widgetSettingsLimits = { line: 100, text: 500, greetings: 10, pages: 20 } as const

const { line, text, greetings, pages } = widgetSettingsLimits
const Line = visibleLine(line)
const Text = z.string().trim().min(1).max(text)

/** How the widget looks and what it asks, as the workspace’s settings have it under `widget`. */
export const WidgetSettings = z
  .looseObject({
    color: z
      .string()
      .regex(/^#(?:[\da-f]{3}|[\da-f]{6})$/i, 'Must be a colour such as #2f5d50.')
      .nullable()
      .describe(
        'The company’s colour, of areas as it is, with black or white on it; texts in it are made dark or light enough to be read.',
      ),
    theme: z.enum(['system', 'light', 'dark']).nullable(),
    side: z.enum(['left', 'right']).nullable().describe('In which corner of the page it is.'),
    title: Line.nullable().describe('What stands at its top; the workspace’s name if not given.'),
    heading: Line.nullable().describe('In place of “Hi there”.'),
    introduction: Text.nullable().describe('In place of “How can we help?”.'),
    logoUrl: z
      .url({ protocol: /^https$/ })
      .max(2_000)
      .nullable()
      .describe('Of any server, which sees who opens the widget, but not on which page.'),
    preChat: z
      .array(z.object({ field: z.enum(contactFields), isRequired: z.boolean().default(false) }))
      .max(contactFields.length)
      .nullable()
      .describe('What a visitor is asked for before their first message.'),
    greetings: z
      .array(
        z.object({
          text: Text,
          afterSeconds: z.int().min(0).max(3_600).describe('How long somebody has been on the page.'),
          pages: z
            .array(z.string().startsWith('/').max(200))
            .max(pages)
            .optional()
            .describe('Paths on which it greets, `*` for anything; every page without any.'),
        }),
      )
      .max(greetings)
      .nullable()
      .describe('What it says beside the launcher to who has not asked for anything; the first for the page counts.'),
  })
  .partial()
export type WidgetSettings = z.output<typeof WidgetSettings>
