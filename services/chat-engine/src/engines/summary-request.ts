import { fold } from '@parley/text/fold'

/** What somebody wants summarized. */
export interface SummaryRequest {
  /** The channel that is named; null for where it is asked. */
  channel: string | null
  /** Whether a channel is meant, where it is asked in a thread of it. */
  isWholeChannel: boolean
  /** From when, and until before when, in milliseconds since 1970; null for as far as a summary goes, and until now. */
  since: number | null
  until: number | null
  /** How many messages, the newest; null for all. */
  last: number | null
}

/** How summaries are asked for in a language, folded. */
interface Language {
  request: RegExp
  /** What else such a question may consist of, beside numbers, times, messages and channels. */
  words: ReadonlySet<string>
}

const language = (request: RegExp, words: string): Language => ({ request, words: new Set(words.split(/\s+/)) })

const languages: readonly Language[] = [
  language(
    /\b(?:summari[sz]e|summary|sum(?: (?:it|this|that|everything))? up|recap|tl ?dr|(?:what|anything)(?: (?:did|have))? (?:i|we)(?: have)? miss(?:ed)?|did (?:i|we) miss anything|catch (?:me|us) up|(?:bring|get) (?:me|us) up to speed)\b/,
    `a about all and been brief briefly can chat conversation could discussed discussion do entire everything far for
    get give group happened has have hello here hey hi i in is it make me need now of on our over past please quick
    quickly recent said short show so talked tell thank thanks that the there these this thread to until up us want
    was we were what whole would write you`,
  ),
  language(
    /\b(?:fass(?:e|t)?(?= .*\bzusammen\b)|zusammenfass(?:en|ung)|was (?:habe?|haben) (?:ich|wir)(?= .*\bverpasst\b)|auf den (?:neuesten |aktuellen )?stand)\b/,
    `aktuellen alle alles auf aus besprochen bitte brauche bring chat danke das dem den der des die diese diesem
    diesen dieser dieses diskussion du ein eine einen es gesagt geschrieben gesprach gib hallo hier ich ihr im in
    kannst konnt konntest kurz letzter letztes mach mal mich mir mochte passiert schreib stand thread uber und uns
    unterhaltung vergangene vergangenen verpasst vom von was wir wurde zu zum zusammen`,
  ),
  language(
    /\b(?:ozetle(?:r misin|yin|yiniz|yebilir misin|yebilir misiniz)?|ozet(?:i|ini)?|(?:neler|neyi|ne) kacirdi(?:m|k))\b/,
    `bana bir bize bu burada buradaki burayi cikar da daki de deki gec hazirla hepsini her i icin in kisa kisaca
    konusma konusmalari konusmanin konusmayi konusulan konusulanlari konusuldu lutfen merhaba misin misiniz ne nin
    olan olanlari seyi sohbet sohbeti sohbetin su tesekkurler tumunu u un ver verir yap yapar yazilanlari yazisma
    yazismayi yi yu`,
  ),
  language(
    /\b(?:resume(?= (?:el|la|lo|los|las|un|una|este|esta|esto|estos|estas|todo|toda|aqui|hoy|de|del|por)\b)|resum(?:ir|elo|ela|eme)|resumen|que (?:me |nos )?(?:he |hemos )?perdi(?:do|mos)?)\b/,
    `aqui breve brevemente chat conversacion corto dame dar de del dicho discusion el en esa ese eso esta estas este
    esto estos favor gracias ha hablado hacer han haz hazme hilo hola la las lo los me necesito nos para pasada
    pasado paso podrias por puedes que quiero rapido se toda todo ultima ultimas ultimos un una y`,
  ),
]

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** Words, folded, each with what its line says. */
const valuesOf = <T>(lines: readonly (readonly [T, string])[]): ReadonlyMap<string, T> =>
  new Map(lines.flatMap(([value, words]) => words.split(' ').map((word) => [word, value] as const)))

const periods = valuesOf([
  [minuteMs, 'm min mins minute minutes minuten dakika dakikada dakikayi dakikanin dakikalik minuto minutos'],
  [60 * minuteMs, 'h hour hours stunde stunden saat saati saatin saatlik hora horas'],
  [dayMs, 'd day days tag tage tagen gun gunler gunluk gunu gunun dia dias'],
  [dayMs, 'today morning heute bugun bugunu bugunun hoy'],
  [7 * dayMs, 'w week weeks woche wochen hafta haftalik haftanin haftayi semana semanas'],
  [30 * dayMs, 'month months monat monate monaten ay ayi ayin aylik mes meses'],
])
const numbers = valuesOf(
  [
    'two zwei iki dos',
    'three few drei uc tres',
    'four vier dort cuatro',
    'five funf bes cinco',
    'six sechs alti seis',
    'seven sieben yedi siete',
    'eight acht sekiz ocho',
    'nine neun dokuz nueve',
    'ten zehn diez',
  ].map((words, i) => [i + 2, words] as const),
)
/** Days of the week, Sunday first. */
const weekdays = valuesOf(
  [
    'sunday sonntag pazar pazardan domingo',
    'monday montag pazartesi pazartesiden lunes',
    'tuesday dienstag sali salidan martes',
    'wednesday mittwoch carsamba carsambadan miercoles',
    'thursday donnerstag persembe persembeden jueves',
    'friday freitag cuma cumadan viernes',
    'saturday samstag cumartesi cumartesiden sabado',
  ].map((words, day) => [day, words] as const),
)
const wordsIn = (words: string): ReadonlySet<string> => new Set(words.split(' '))
const yesterday = wordsIn('yesterday gestern dun dunden dunu ayer')
const since = wordsIn('since from seit beri desde')
const last = wordsIn('last latest newest letzte letzten neueste neuesten son ultimo')
const message = wordsIn('message nachricht mesaj mesaji mensaje')
const messages = wordsIn('messages nachrichten mesajlar mesajlari mesajlarin mensajes')
const channelWords = wordsIn('channel kanal kanalda kanaldaki kanali kanalin kanalini canal')
/** A number with its unit: `24h`. */
const hasUnit = /^(\d{1,3})(d|h|m|min|w)$/
/** Before the name of a channel, which stands without its sign. */
const within = wordsIn('in en')

/** Characters of a question that asks for a summary and for nothing else. */
const maxLength = 200
const channelName = /#([\p{L}\p{N}_-]+)/gu
/** English words that are written as one with the word before them, which says all. */
const contraction = /(?<=\p{L})['’](?:s|ve|re|d|ll|m)(?!\p{L})/giu

interface Word {
  /** Folded. */
  text: string
  /** What it is a part of, as it was written. */
  written: string
}

/**
 * What a question wants summarized: a channel, thread or conversation, as “Summarise the last two days in #general” does.
 * Undefined for one that says anything else beside: “a summary of the report” is looked for. Days are those of UTC.
 *
 * @param now in milliseconds since 1970
 */
export function summaryRequestIn(question: string, now: number): SummaryRequest | undefined {
  if (question.length > maxLength) return undefined
  const [channel = null, another] = [...question.matchAll(channelName)].map(([, name]) => name!)
  if (another !== undefined) return undefined
  const words = wordsOf(question.replaceAll(channelName, ' ').replaceAll(contraction, ''))
  for (const { request, words: allowed } of languages) {
    const rest = without(request, words)
    const read = rest && readRest(rest, allowed, channel, now)
    if (read) return read
  }
  return undefined
}

const wordsOf = (text: string): Word[] =>
  [...text.matchAll(/[\p{L}\p{M}\p{N}_'’-]+/gu)].flatMap(([written]) =>
    fold(written)
      .text.trim()
      .replace(hasUnit, '$1 $2')
      .split(' ')
      .filter(Boolean)
      .map((word) => ({ text: word, written })),
  )

/** The words around a request; undefined where there is none. */
function without(request: RegExp, words: readonly Word[]): Word[] | undefined {
  const text = words.map((word) => word.text).join(' ')
  const found = request.exec(text)
  if (!found) return undefined
  const from = text.slice(0, found.index).split(' ').length - 1
  return words.toSpliced(from, found[0].split(' ').length)
}

/** What the words around a request ask for; undefined where one of them says anything else. */
function readRest(
  rest: readonly Word[],
  allowed: ReadonlySet<string>,
  named: string | null,
  now: number,
): SummaryRequest | undefined {
  const texts = rest.map(({ text }) => text)
  const spans: Span[] = []
  const unknown: number[] = []
  let count: number | null = null
  for (let i = 0; i < texts.length; i++) {
    const number = numberIn(texts[i]!)
    // A number is one of what comes next.
    if (number !== undefined) i++
    const word = texts[i] ?? ''
    const period = periods.get(word)
    if (period !== undefined) spans.push({ from: now - (number ?? 1) * period, to: null })
    else if (message.has(word) || messages.has(word)) {
      const isOne = message.has(word) && last.has(texts[i - 1] ?? '')
      count = number ?? (isOne ? 1 : count)
      if (message.has(word) && count === null) return undefined
    } else if (number !== undefined) return undefined
    else if (yesterday.has(word)) spans.push(dayBefore(now, 1))
    else if (weekdays.has(word)) spans.push(dayBefore(now, daysSince(weekdays.get(word)!, now)))
    else if (!allowed.has(word) && !since.has(word) && !last.has(word) && !channelWords.has(word)) unknown.push(i)
  }
  const channel = named ?? nameAmong(rest, unknown)
  if (unknown.length > 0 && (channel === undefined || named !== null)) return undefined
  const isOpen = spans.some(({ to }) => to === null) || texts.some((text) => since.has(text))
  return {
    channel: channel ?? null,
    isWholeChannel: texts.some((text) => channelWords.has(text)),
    since: spans.length === 0 ? null : Math.min(...spans.map(({ from }) => from)),
    until: spans.length === 0 || isOpen ? null : Math.max(...spans.map(({ to }) => to ?? now)),
    last: count,
  }
}

/** Milliseconds since 1970; `to` null for now. */
interface Span {
  from: number
  to: number | null
}

const numberIn = (text: string): number | undefined => (/^\d{1,3}$/.test(text) ? Number(text) : numbers.get(text))

function dayBefore(now: number, days: number): Span {
  const from = now - (now % dayMs) - days * dayMs
  return { from, to: from + dayMs }
}

/** Days since a day of the week, from 1 to 7. */
const daysSince = (weekday: number, now: number): number => ((new Date(now).getUTCDay() - weekday + 6) % 7) + 1

/** The channel that unknown words name, as “in ops” and “the ops channel” do; undefined where they do not. */
function nameAmong(rest: readonly Word[], unknown: readonly number[]): string | undefined {
  const [name, another] = new Set(unknown.map((i) => rest[i]!.written))
  if (name === undefined || another !== undefined) return undefined
  const before = rest[rest.findIndex(({ written }) => written === name) - 1]?.text ?? ''
  const after = rest[rest.findLastIndex(({ written }) => written === name) + 1]?.text ?? ''
  return within.has(before) || channelWords.has(before) || channelWords.has(after) ? name : undefined
}
