/** A sentence and where it stands in its text, in UTF-16 units; the space around it is not part of it. */
export interface Sentence {
  text: string
  start: number
  end: number
}

/**
 * Splits a text into sentences, as they are written in documents and in chat: a line of a list or of a chat is a
 * sentence, lines that were only wrapped are not. Abbreviations, initials, numbers, URLs and code do not end one.
 * Between them, sentences have all of the text but white space.
 *
 * @param locale - The text's language, if it is known: some write ordinal numbers with a full stop.
 */
export function splitSentences(text: string, locale?: string): Sentence[] {
  const sentences: Sentence[] = []
  let start = 0
  for (const end of boundaries(text, locale)) {
    const raw = text.slice(start, end)
    const trimmed = raw.trim()
    if (trimmed !== '') {
      const from = start + raw.length - raw.trimStart().length
      sentences.push({ text: trimmed, start: from, end: from + trimmed.length })
    }
    start = end
  }
  return sentences
}

const segmenters = new Map<string, Intl.Segmenter>()

function segmenterOf(locale = 'en'): Intl.Segmenter {
  const language = locale.split('-')[0]!
  let segmenter = segmenters.get(language)
  if (!segmenter) {
    segmenter = new Intl.Segmenter(supported(language), { granularity: 'sentence' })
    if (segmenters.size < 100) segmenters.set(language, segmenter)
  }
  return segmenter
}

function supported(language: string): string | undefined {
  try {
    return Intl.Segmenter.supportedLocalesOf(language)[0]
  } catch {
    return undefined // no name of a language
  }
}

/** Where sentences end: the ends that Unicode's rules propose, without those that are none. */
function* boundaries(text: string, locale: string | undefined): Generator<number> {
  const isKept = keptTogether(text)
  const hasOrdinals = ordinalLanguages.has(locale?.split('-')[0] ?? '')
  let begin = 0
  for (const { index, segment } of segmenterOf(locale).segment(text)) {
    const end = index + segment.length
    if (end <= begin) continue
    if (end < text.length) {
      const before = text.slice(Math.max(begin, end - window), end)
      const after = text.slice(end, end + window)
      if (isKept(end) || !isEnd(before, after, hasOrdinals)) continue
      // What smiles at a sentence belongs to it: "Great! 🎉 Next".
      const emoji = /\n/.test(segment) ? '' : (emojiAtStart.exec(after)?.[0] ?? '')
      if (emoji !== '' && !isKept(end + emoji.length)) {
        yield end + emoji.length
        begin = end + emoji.length
        continue
      }
    }
    yield end
    begin = end
  }
}

/** How much of the text on either side is looked at. */
const window = 200
const emojiAtStart = /^\p{Extended_Pictographic}(?:\p{M}|\u200d|\p{Emoji_Modifier}|\p{Extended_Pictographic})*(?=\s|$)/u

/** What never contains an end: code, URLs and addresses. */
const kept =
  /```[\s\S]{0,20000}?```|`[^`\n]{1,1000}`|\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/gi

/** Whether a position is inside of something that stays together; asked in ascending order. */
function keptTogether(text: string): (position: number) => boolean {
  const found = text.matchAll(kept)
  let next = found.next()
  return (position) => {
    while (!next.done && next.value.index + next.value[0].length <= position) next = found.next()
    return !next.done && next.value.index < position
  }
}

function isEnd(before: string, after: string, hasOrdinals: boolean): boolean {
  if (/\n\s*$/.test(before)) return isLineEnd(before, after)
  // Only these end a sentence without a space behind them.
  if (!/\s$/.test(before) && !/[。．！？｡…]["'”’»」』）)]*$/.test(before)) return false
  const sentence = before.trimEnd()
  if (/^\s*(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])$/.test(sentence) || lineOfMarker.test(sentence)) return false
  if (!/[.!?…。！？]["'”’»)\]]*$/.test(sentence)) return true
  if (/[!?…]["'”’»)\]]+$/.test(sentence) && /^\p{Ll}/u.test(after)) return false // "Really?" he said.
  return !endsInAbbreviation(sentence, after, hasOrdinals)
}

/** A marker of a list at the beginning of the last line. */
const lineOfMarker = /\n\s*(?:[-*•]\s+)?\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]$/

/** A new line begins a sentence, unless the line before was full and its sentence goes on in lower case. */
function isLineEnd(before: string, after: string): boolean {
  if (/\n\s*\n\s*$/.test(before)) return true
  const line = before.trimEnd().split('\n').at(-1)!
  const isFull = line.length >= 40 && !/[.!?…:;。！？]["'”’»)\]]*$/.test(line)
  return !(isFull && /^\s*[\p{Ll}("'“‘«]/u.test(after))
}

/** Languages in which a number with a full stop is an ordinal: "am 5. Mai". */
const ordinalLanguages = new Set('cs da de et fi hr hu is lv nb no nn pl sk sl sr sv tr'.split(' '))

const germanMonth = /^(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b/

/** Abbreviations that a name, a number or a capital follows, so that Unicode's rules take them for an end. */
const abbreviations = new Set(
  (
    'mr mrs ms dr prof rev hon st sr jr gen col capt lt sgt gov sen rep pres messrs mmes mt ft vs no nos fig figs eq eqs sec ch pp vol vols ed eds ' +
    'approx est dept univ inc ltd corp co bros etc al cf viz resp e.g i.e a.k.a p.s u.s u.k u.n a.m p.m ph.d jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri ' +
    'nr abs art bd bzw ca dipl evtl ggf hr fr inkl ing mio mrd sog str tel usw vgl z.b d.h u.a o.ä i.d.r s.o z.t ' +
    'm mme mlle mm me av bd env p.ex c.-à-d sra sra dña ud uds pág núm art ej p.ej sig sigg dott avv pag es ecc ' +
    'drs mevr dhr bijv o.a m.b.t t.a.v доц проф ул рис см т.е т.к т.д т.п sn dr doç yrd av mah cad sok vb vs örn'
  ).split(' '),
)
/** Those that end a sentence as often as not: only a number or lower case goes on behind them. */
const endings = new Set(
  'etc inc ltd corp co jr sec est mm ft рис a.m p.m usw ecc vb т.д т.п al u.s u.k u.n ph.d no m me es art'.split(' '),
)

function endsInAbbreviation(sentence: string, after: string, hasOrdinals: boolean): boolean {
  if (!sentence.endsWith('.')) return false
  const word = /(?:^|[\s(["'“‘«/-])([\p{L}\p{M}.-]{1,12}|\d{1,2})\.$/u.exec(sentence)?.[1]
  if (word === undefined) return false
  if (/^\d/.test(word)) return hasOrdinals || germanMonth.test(after)
  const folded = word.toLowerCase()
  if (endings.has(folded)) return /^[\p{Ll}\p{N}]/u.test(after)
  if (abbreviations.has(folded)) return true
  // An initial: "J. R. R. Tolkien", but not "and I. Then".
  return /^\p{Lu}$/u.test(word) && word !== 'I'
}
