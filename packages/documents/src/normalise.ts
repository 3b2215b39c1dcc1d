/**
 * Characters that show nothing: soft hyphens, zero-width spaces, directions, tags and variation selectors, in which
 * instructions can be hidden. Joiners stay, for Persian, Indic scripts and emoji, and so do emoji's own selectors.
 */
const invisible = /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Default_Ignorable_Code_Point}\ufff9-\ufffc]/gu
const lineEnd = /\r\n?|[\v\f\u0085\u2028\u2029]/g
const control = /(?![\t\n])\p{Cc}/gu
/** What typesetting makes of "fi" and the like, which nobody searches for. */
const ligature = /[\ufb00-\ufb06]/g

/** Text as it is stored: well-formed, NFC, with `\n` between lines, and without characters that nobody sees. */
export function normalise(text: string): string {
  return text
    .toWellFormed()
    .replace(lineEnd, '\n')
    .replace(control, '')
    .replace(invisible, '')
    .replace(ligature, (letters) => letters.normalize('NFKC'))
    .normalize('NFC')
}

/** Prose: normalised, one space between words, no spaces around lines, at most one empty line between them. */
export function normaliseProse(text: string): string {
  return normalise(text)
    .replace(/[\t\p{Zs}]+/gu, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Code and the like: normalised, with its indentation. */
export const normaliseCode = (text: string): string => normalise(text).replace(/^\n+|\s+$/g, '')
