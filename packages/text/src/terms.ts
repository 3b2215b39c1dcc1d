const folded = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .normalize('NFKD')
    .replaceAll(/(?![\u3099\u309a])\p{M}/gu, '')
    .normalize('NFC')
    .replaceAll('ı', 'i')
    .replaceAll('ß', 'ss')

const wordsIn = (text: string): ReadonlySet<string> => new Set(text.split(' ').map(folded))

/** What is said in every English text, and says nothing of what it is about. */
const english = wordsIn(
  'a about after all also am an and any are as at be been but by can could did do does done for from get go going good got had has have he her here him his how ' +
    'i if im in into is it its ive just know like lol me more my no not now of off ok okay on one only or other our out over please really right said see she ' +
    'should so some still such sure thank thanks than that the their them then there these they thing things think this those to too try up us use used uses using very want wants ' +
    'was way we well were what when where which who why will with would yeah yep yes you your s t d m ll re ve isn doesn don didn won wouldn couldn shouldn aren wasn ',
)
/** The same of German, Turkish, French and Spanish; Chinese and Japanese. */
const others = wordsIn(
  'aber alle als also am an auch auf aus bei bin bis bitte da danke dann das dass dem den der des die dies doch du ein eine einem einen einer er es etwas für ' +
    'gibt habe haben hat hier ich ihr im in ist ja jetzt kann kein keine man mal mein mir mit nach nein nicht noch nur ob oder schon sehr sein sich sie sind so ' +
    'über um und uns von vor war was weil wenn wer wie wir wird wo zu zum zur ' +
    'acaba ama artık bana bazı ben bence beni bir biz bizim bu bunu da daha de değil diye en evet fakat gibi hangi hayır hem hepsi her için ile ise kadar ki kim ' +
    'mi mı mu mü nasıl ne neden nerede niçin o olan olarak onu oldu sen siz şey şu tamam tüm ve veya ya yok var ' +
    'al au aux avec ce ces como con cual cuando dans de del donde du el elle en es est esta este et eu il je la las le les lo los mais más me mi no nous ' +
    'ou où para pas pero por pour que qué qui se si sin sont su sur tu un una une vous y ya ' +
    '的 了 是 在 我 你 他 她 们 我们 你们 他们 吗 呢 吧 啊 请 请问 怎么 怎样 怎么样 什么 哪 哪里 哪个 哪儿 谁 如何 为什么 为何 多少 几 可以 能 能不能 会 要 想 有 没有 这 那 这个 那个 和 与 或 就 都 也 很 不 ' +
    'は が を に で と も の か よ ね です ます どう どこ 何 なに なぜ いつ 誰 この その する して こと もの ください',
)

/** Whether a folded word says nothing of what a text is about, of an English one or of one in any language. */
export const isStopWord = (word: string, isEnglish = false): boolean =>
  english.has(word) || (!isEnglish && others.has(word))

/** Whether folded words are rather English than of another language. */
export function areEnglish(words: readonly string[]): boolean {
  const count = (stopWords: ReadonlySet<string>) => words.filter((word) => stopWords.has(word)).length
  return count(english) >= count(others) && words.every((word) => /^[a-z0-9]*$/.test(word))
}

/** Characters of scripts that put no spaces between words. */
const unspaced =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]/
const words =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+|[\p{L}\p{N}]+/gu

/** The beginning of a word is its stem in most languages, closely enough to compare sentences by. */
const stemLength = 6

/**
 * By what texts of any language are compared for what they are about: their words without case, accents and endings,
 * without those that every text has; of scripts without spaces, their pairs of characters. In the order of the text, with
 * repetitions.
 */
export function termsOf(text: string): string[] {
  const terms: string[] = []
  for (const [word] of folded(text).matchAll(words)) {
    if (unspaced.test(word)) {
      const characters = [...word]
      if (characters.length === 1) terms.push(word)
      for (let i = 1; i < characters.length; i++) terms.push(characters[i - 1]! + characters[i]!)
    } else if (!isStopWord(word) && (word.length > 1 || /\d/.test(word))) terms.push(stemOf(word))
  }
  return terms
}

/** Numbers, versions and names with digits have no endings. */
function stemOf(word: string): string {
  if (/\d/.test(word)) return word
  return (word.length > 3 ? word.replace(/(?<!s)s$/, '') : word).slice(0, stemLength)
}
