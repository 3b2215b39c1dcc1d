import { fold } from '@parley/text/fold'

/** What somebody wants summarized. */
export interface SummaryRequest {
  /** The channel that is named; null for where it is asked. */
  channel: string | null
  /** How far back, in milliseconds; null for as far as a summary goes. */
  periodMs: number | null
}

/** How summaries are asked for in a language, folded. */
interface Language {
  request: RegExp
  /** What else such a question may consist of: who, where, when and how. */
  words: ReadonlySet<string>
}

const language = (request: RegExp, words: string): Language => ({ request, words: new Set(words.split(/\s+/)) })

const languages: readonly Language[] = [
  language(
    /\b(?:summari[sz]e|summary|sum(?: (?:it|this|that|everything))? up|recap|tl ?dr|(?:what|anything)(?: (?:did|have))? (?:i|we)(?: have)? miss(?:ed)?|did (?:i|we) miss anything|catch (?:me|us) up|(?:bring|get) (?:me|us) up to speed)\b/,
    `a about all and been brief briefly can channel chat conversation could day days discussed discussion do entire
    everything far for from get give group happened has have hello here hey hi hour hours i in is it last latest make me
    message messages month months morning my need now of on our over past please quick quickly recent said short since so
    talked thank thanks that the there these this thread to today until up us want was we week weeks were what whole
    would write yesterday you few two three four five six seven eight nine ten`,
  ),
  language(
    /\b(?:fass(?:e|t)?(?= .*\bzusammen\b)|zusammenfass(?:en|ung)|was (?:habe?|haben) (?:ich|wir)(?= .*\bverpasst\b)|auf den (?:neuesten |aktuellen )?stand)\b/,
    `aktuellen alle alles auf aus besprochen bitte brauche bring channel chat danke das dem den der des die diese diesem
    diesen dieser dieses diskussion du ein eine einen es geschrieben gesagt gesprach gestern gib hallo heute hier ich ihr
    im in kanal kannst konnt konntest kurz letzte letzten letzter letztes mach mal mich mir mochte monat monate monaten
    nachrichten neuesten passiert schreib seit stand stunde stunden tag tage tagen thread uber und uns unterhaltung
    vergangene vergangenen verpasst vom von was wir woche wochen wurde zu zum zusammen zwei drei vier funf sechs sieben
    acht neun zehn`,
  ),
  language(
    /\b(?:ozetle(?:r misin|yin|yiniz|yebilir misin|yebilir misiniz)?|ozet(?:i|ini)?|(?:neler|neyi|ne) kacirdi(?:m|k))\b/,
    `ay ayi ayin aylik bana beri bir bize bu bugun bugunu bugunun burada buradaki burayi cikar da daki de deki dun dunden
    dunu gec gun gunler gunluk gunu gunun hafta haftalik haftanin haftayi hazirla hepsini her i icin in kanal kanalda
    kanaldaki kanali kanalin kanalini kisa kisaca konusma konusmalari konusmanin konusmayi konusulan konusulanlari konusuldu lutfen
    merhaba mesaj mesajlari mesajlarin misin misiniz ne nin olan olanlari saat saati saatin saatlik seyi sohbet sohbeti
    sohbetin son su tesekkurler tumunu u un ver verir yap yapar yazilanlari yazisma yazismayi yi yu iki uc dort bes alti
    yedi sekiz dokuz`,
  ),
  language(
    /\b(?:resum(?:e|ir|elo|ela|eme)|resumen|que (?:me |nos )?(?:he |hemos )?perdi(?:do|mos)?)\b/,
    `aqui ayer breve brevemente canal chat conversacion corto dame dar de del desde dia dias dicho discusion el en esa ese
    eso esta estas este esto estos favor gracias ha hablado hacer han haz hazme hilo hola hora horas hoy la las lo los me
    mensajes mes meses necesito nos para pasado pasada paso podrias por puedes que quiero rapido se semana semanas toda
    todo ultima ultimas ultimo ultimos un una y dos tres cuatro cinco seis siete ocho nueve diez`,
  ),
]

const hourMs = 3_600_000
/** Words for a period, folded, each with its hours. */
const periods = new Map(
  (
    [
      [1, 'hour hours h stunde stunden saat saati saatin saatlik hora horas'],
      [24, 'day days tag tage tagen gun gunler gunluk gunu gunun dia dias'],
      [24, 'today morning heute bugun bugunu bugunun hoy'],
      [2 * 24, 'yesterday gestern dun dunden dunu ayer'],
      [7 * 24, 'week weeks woche wochen hafta haftalik haftanin haftayi semana semanas'],
      [30 * 24, 'month months monat monate monaten ay ayi ayin aylik mes meses'],
    ] as const
  ).flatMap(([hours, words]) => words.split(' ').map((word) => [word, hours] as const)),
)
const numbers = new Map(
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
  ].flatMap((words, i) => words.split(' ').map((word) => [word, i + 2] as const)),
)

/** Characters of a question that asks for a summary and for nothing else. */
const maxLength = 200
const channelName = /#([\p{L}\p{N}_-]+)/gu
const isNumber = (word: string): boolean => /^\d{1,3}h?$/.test(word)

/**
 * What a question wants summarized: a channel, thread or conversation, as “Summarise the last two days in #general” does.
 * Undefined for one that says anything else beside: “a summary of the report” is looked for.
 */
export function summaryRequestIn(question: string): SummaryRequest | undefined {
  if (question.length > maxLength) return undefined
  const [channel, another] = [...question.matchAll(channelName)].map(([, name]) => name!)
  if (another !== undefined) return undefined
  const text = fold(question.replaceAll(channelName, ' ')).text.trim()
  const isAsked = languages.some(
    ({ request, words }) =>
      request.test(text) && wordsOf(text.replace(request, ' ')).every((word) => words.has(word) || isNumber(word)),
  )
  return isAsked ? { channel: channel ?? null, periodMs: periodIn(wordsOf(text)) } : undefined
}

const wordsOf = (text: string): string[] => text.split(' ').filter(Boolean)

function periodIn(words: readonly string[]): number | null {
  for (const [i, word] of words.entries()) {
    const hours = /^\d+h$/.test(word) ? Number.parseInt(word, 10) : periods.get(word)
    if (hours === undefined) continue
    const before = words[i - 1] ?? ''
    return hours * hourMs * (numbers.get(before) ?? (/^\d{1,3}$/.test(before) ? Number(before) : 1))
  }
  return null
}
