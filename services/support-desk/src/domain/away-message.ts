import { BusinessHours } from '@parley/contracts/desk/business-hours'
import type { DeskWorkspace } from '@parley/contracts/desk/workspace'
import type { Language } from '@parley/contracts/fields'
import { hoursOf } from './business-hours.ts'
import { type ConversationRow, type Draft, say } from './draft.ts'

/** An agent who has written so recently is there, whatever the hours say. */
const atHandMs = 30 * 60_000

/** What is said to visitors where the workspace has no text of its own; with the time from when on they are answered, or none. */
const texts: Record<Language, (opensAt: string | undefined) => string> = {
  en: (opensAt) =>
    `We are away at the moment. We have your message, and will answer you here ${opensAt ? `from ${opensAt} on` : 'as soon as we are back'}.`,
  tr: (opensAt) =>
    `Şu anda burada değiliz. Mesajınızı aldık; size ${opensAt ? `${opensAt} itibarıyla` : 'döner dönmez'} buradan yanıt vereceğiz.`,
  de: (opensAt) =>
    `Wir sind gerade nicht da. Ihre Nachricht ist angekommen, und wir antworten Ihnen hier ${opensAt ? `ab ${opensAt}` : 'so bald wie möglich'}.`,
  es: (opensAt) =>
    `En este momento no estamos. Hemos recibido su mensaje y le responderemos aquí ${opensAt ? `a partir del ${opensAt}` : 'en cuanto volvamos'}.`,
}

type Desk = Pick<DeskWorkspace, 'language' | 'timezone' | 'settings'>

/**
 * What is to be said to the visitor of a conversation while nobody is there: in their language where the workspace has a text
 * in it, or none of its own, else in the workspace's. Undefined while the desk is open, where the workspace wants no such
 * message, where that was said since an agent answered last, and where an agent has just written.
 */
export function awayMessageFor(
  row: ConversationRow,
  desk: Desk,
  at: Date,
  language: Language = desk.language,
): string | undefined {
  if (row.has_away_message || isAnsweredSince(row, at.getTime() - atHandMs)) return undefined
  const { isAwayMessageSent, awayMessage } = BusinessHours.parse(desk.settings.hours)
  if (!isAwayMessageSent) return undefined
  const { isOpen, opensAt } = hoursOf(desk).stateAt(at)
  if (isOpen) return undefined
  const own = awayMessage[language] ?? awayMessage[desk.language]
  return own ?? texts[language](opensAt === null ? undefined : shownTime(opensAt, { ...desk, language }))
}

/** Tells the visitor so, as the desk itself. */
export function sayAway(draft: Draft, { id, content }: { id: string; content: string }): void {
  say(draft, { id, senderType: 'SYSTEM', senderId: null, senderName: null, content, attachments: [] })
  draft.row = { ...draft.row, has_away_message: true }
}

const isAnsweredSince = ({ answered_at }: ConversationRow, since: number): boolean =>
  answered_at !== null && Date.parse(answered_at) > since

function shownTime(at: string, { language, timezone }: Desk): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    ...{ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
    ...{ timeZone: timezone, timeZoneName: 'short' },
  })
  return format.format(new Date(at))
}
