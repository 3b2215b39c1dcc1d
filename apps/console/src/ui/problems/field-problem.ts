import type { Language } from '../../i18n/language.ts'
import type { Texts } from './texts/en.ts'
import { problemTexts } from './texts/index.ts'

type Plain = { [K in keyof Texts]: Texts[K] extends string ? K : never }[keyof Texts]
type Counting = Exclude<keyof Texts, Plain>

/** What the API says of fields mostly, as `validation.ts` and the contracts’ own sentences have it. */
const plain: readonly (readonly [RegExp, Plain])[] = [
  [/^Required\.$|^Must not be empty\.$|^Must show something\.$/, 'required'],
  [/^Must be an email address\.$/, 'email'],
  [/^Must be an? (?:http\(s\) )?URL\b|^Must begin with https:\/\//, 'url'],
  [/^Must be a (?:whole )?number\b/, 'number'],
  [/^Must be a (?:time|day)\b/, 'time'],
  [/^Is taken\.$|^Mentions a person or another twin\b/, 'taken'],
  [/^Is wrong\.$/, 'wrong'],
  [/^Must not contain control characters\b/, 'hidden'],
]
const counting: readonly (readonly [RegExp, Counting])[] = [
  [/^Must have at most ([\d,]+) characters?\.$/, 'tooLong'],
  [/^Must have at least ([\d,]+) characters?\.$/, 'tooShort'],
  [/^Must have at most ([\d,]+) items?\.$/, 'tooMany'],
  [/^Must be at most (-?[\d,]+)\.$/, 'atMost'],
  [/^Must be at least (-?[\d,]+)\.$/, 'atLeast'],
]

/** What is wrong with a field in a language; what the API says itself where that is said more rarely. */
export async function fieldProblem(message: string, language: Language): Promise<string> {
  const known = plain.find(([pattern]) => pattern.test(message))
  const counted = counting.find(([pattern]) => pattern.test(message))
  if (!known && !counted) return message
  const texts = language === 'en' ? problemTexts.en : await problemTexts.load[language]()
  if (known) return texts[known[1]]
  const [pattern, text] = counted!
  const size = Number(pattern.exec(message)![1]!.replaceAll(',', ''))
  return texts[text](new Intl.NumberFormat(language).format(size))
}
