import type { Aim } from './question.ts'

// What a text is, by how it is written. Where that takes words they are English; other languages are ranked without.

const addressee = /^(?:(?:(?:hi|hey|hello),? )?@([^\s:,]{1,30})[:,]?|([^\s:,]{1,30})[:,])\s+/i

/** The text without whom it is addressed to: `ada: try this` and `hey @ada try this` say `try this`. */
export const withoutAddressee = (text: string): string => text.replace(addressee, '')

/** The words of the name that a text begins with: no part of what it says. */
export function addresseeOf(text: string): string[] {
  const [, mentioned, named = mentioned] = addressee.exec(text) ?? []
  return named?.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []
}

/** By which two texts count as the same: their ends, since what is said again often begins with somebody's name. */
export const keyOf = (text: string): string =>
  text
    .slice(-120)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(-60)

const asks =
  /[?？؟]\s*$|^(how|what|where|which|why|who|when|can|could|does|do|is there|are there|any ?(one|body|ideas?|clues?|suggestions?)|i need|i'?m trying|i am trying|i('d| would) like to know)\b/i
/** Asks somebody to say something. */
const orders =
  /^(please,? )?(explain|describe|summari[sz]e|elaborate|(tell|show|give|remind) (me|us)|help me|let me know)\b/i
const mark = /[?？؟]/
const asksFirst = /^(.*[?？؟])\s(.*)$/s

/** Whether a message asks more than it says: `Lost your key? See …` asks nothing. */
export function isQuestion(text: string): boolean {
  const said = withoutAddressee(text)
  if (orders.test(said)) return said.split(/[.!]\s/, 1)[0]!.length >= said.length / 2
  const [, asked, answered] = (mark.test(said) && asksFirst.exec(said)) || []
  return asked === undefined ? asks.test(said) : /[?？؟]\s*$/.test(said) || asked.length > answered!.length
}

const reports =
  /^(hi|hey|hello|ok so|so|((oh|ok|ah|great|cool|yes),? )?(many )?(thanks|thank you|thx))\b|\bi('m| am| have| get| got| tried| can'?t| cannot| need| want| followed| did| installed| still)\b/i
const isPersonal = /\b(i|me|my|mine|i'?ve|i'?m)\b/i
const directs =
  /\byou (can|need|should|have to|must|could|might|may|want)\b|^(yes,? |no,? |just |then |or |to |and )*(use|try|type|run|open|go|click|right|see|look|check|install|edit|add|press|hit|hold|select|choose|read|do|make|set|start|apt|sudo|download|enable|there is|there'?s)\b/i
/** Addresses, paths, code and options: what to do, word for word. */
const shows = /\bhttps?:\/\/|`|(^|\s)~?\/\w|\s--?\w/
const explains = /\b(is|are|means?|stands? for|allows?|lets|does|will)\b/i
const contrasts =
  /\b(differ\w*|than|while|whereas|instead|rather|unlike|others?|only|but|same|both|newer|older|versus|vs|can'?t|won'?t|doesn'?t)\b/i
const isCommand = /^(\W|sudo\b)/i

/**
 * What the form of a text is worth as an answer: who reports trouble of their own has none; who says what to do has one,
 * unless it is asked what something is, or how it differs.
 */
export function formOf(text: string, aim: Aim): number {
  const said = withoutAddressee(text)
  const person = reports.test(said) ? 0.4 : isPersonal.test(said) ? 0.7 : 1
  if (aim !== 'instruct')
    return person * ((aim === 'define' ? explains : contrasts).test(said) ? 1.5 : 1) * (isCommand.test(said) ? 0.5 : 1)
  return person * (directs.test(said) ? 1.2 : 1) * (shows.test(said) ? 1.25 : 1)
}

const defines = new Set('is are means mean stands allows lets provides gives does can'.split(' '))

/** Whether words begin with what something is: it comes early, and what says so comes soon after it. */
export const isDefining = (words: readonly string[], place: number): boolean =>
  place < 6 && words.slice(place + 1, place + 4).some((word) => defines.has(word))
