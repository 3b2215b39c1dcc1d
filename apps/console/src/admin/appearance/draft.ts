import type { DeskSettings } from '../desk/settings.ts'

export type WidgetSettings = NonNullable<DeskSettings['widget']>

export const contactFields = ['name', 'email', 'phone'] as const
type ContactField = (typeof contactFields)[number]
export type AskedFor = 'no' | 'optional' | 'required'

/** What a widget says by itself, while it is edited. */
export interface Greeting {
  key: string
  text: string
  afterSeconds: number
  /** Paths, one a line. */
  pages: string
}

/** How the widget looks, while it is edited; what is empty is as it is without settings. */
export interface Draft {
  color: string
  theme: 'system' | 'light' | 'dark'
  side: 'left' | 'right'
  title: string
  heading: string
  introduction: string
  logoUrl: string
  asked: Readonly<Record<ContactField, AskedFor>>
  greetings: readonly Greeting[]
}

/** The green of the design’s own, where a company has said no colour. */
const ownColor = '#2f5d50'

export const newGreeting = (): Greeting => ({ key: crypto.randomUUID(), text: '', afterSeconds: 10, pages: '' })

export function draftOf(given: WidgetSettings | null | undefined): Draft {
  const { color, theme, side, title, heading, introduction, logoUrl, preChat, greetings } = given ?? {}
  const askedFor = (field: ContactField): AskedFor => {
    const asked = preChat?.find((each) => each.field === field)
    if (!asked) return 'no'
    return asked.isRequired ? 'required' : 'optional'
  }
  return {
    color: longHex(color ?? ownColor),
    theme: theme ?? 'system',
    side: side ?? 'right',
    title: title ?? '',
    heading: heading ?? '',
    introduction: introduction ?? '',
    logoUrl: logoUrl ?? '',
    asked: { name: askedFor('name'), email: askedFor('email'), phone: askedFor('phone') },
    greetings: (greetings ?? []).map(({ text, afterSeconds, pages = [] }) => ({
      key: crypto.randomUUID(),
      text,
      afterSeconds,
      pages: pages.join('\n'),
    })),
  }
}

/** As the settings have it. */
export function settingsOfDraft({ asked, greetings, color, theme, side, ...texts }: Draft): WidgetSettings {
  const said = (text: string) => text.trim() || null
  return {
    color,
    theme,
    side,
    title: said(texts.title),
    heading: said(texts.heading),
    introduction: said(texts.introduction),
    logoUrl: said(texts.logoUrl),
    preChat: contactFields
      .filter((field) => asked[field] !== 'no')
      .map((field) => ({ field, isRequired: asked[field] === 'required' })),
    greetings: greetings.map(({ text, afterSeconds, pages }) => ({
      text: text.trim(),
      afterSeconds,
      pages: pages.split(/\s+/).filter(Boolean),
    })),
  }
}

/** `#abc` as `#aabbcc`. */
const longHex = (color: string): string => (color.length === 4 ? color.replaceAll(/[\da-f]/gi, '$&$&') : color)
