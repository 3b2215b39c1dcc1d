import { findCandidates } from './mentions.ts'

const sign = '[@＠﹫]'
/** A mention of anybody whose handle is written as one word. */
const anybody = `${sign}[\\p{L}\\p{N}]+(?:[._-][\\p{L}\\p{N}]+)*`
/** Nothing that goes on a name: `@ada's`. */
const end = "(?![\\p{L}\\p{N}'’])"
const greeting = '(?:(?:hi|hey|hello|hallo|merhaba|selam|hola)[\\s,!]+)?'
const joint = '(?:\\s*[,;&+/]\\s*|\\s+(?:(?:and|und|ve|y)\\s+)?)'

/**
 * What is said to somebody, without the mentions by which it is addressed to them: at its beginning, where others may be
 * addressed too, at its end, and between commas. Whole where nothing else is said.
 *
 * @param handle whose, as `foldHandle` makes it; if not given, anybody's
 */
export function withoutAddress(text: string, handle?: string): string {
  const mention = handle === undefined ? anybody : mentionOf(text, handle)
  if (mention === undefined) return text
  const isTheirs = new RegExp(mention, 'iu')
  const someone = `(?:${mention}|${anybody})${end}`
  const rest = text
    .trim()
    .replace(new RegExp(`^${greeting}${someone}(?:${joint}${someone})*[\\s,:;.!?–—-]*`, 'iu'), (address) =>
      isTheirs.test(address) ? '' : address,
    )
    .replace(new RegExp(`(?:[,;:–—]\\s*|(?<=[.!?…？])\\s+)${mention}${end}([.!?…？\\s]*)$`, 'iu'), '$1')
    .replace(new RegExp(`(?<=[,;–—])\\s*${mention}${end}\\s*[,;–—]`, 'iu'), '')
  return rest.trim() === '' ? text : rest
}

/** How a text mentions somebody, as a pattern; undefined where it does not. */
function mentionOf(text: string, handle: string): string | undefined {
  const forms = findCandidates(text).flatMap((each) => (each.handle === handle ? [each.written] : []))
  if (forms.length === 0) return undefined
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length)
  return `${sign}(?:${longestFirst.map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')})`
}
