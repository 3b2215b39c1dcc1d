const graphemes = new Intl.Segmenter()

/** Code units of a character that is kept whole: emoji of families have 11, letters with their marks fewer. */
const longestGrapheme = 64

/** What fits of a text in so many UTF-16 code units: whole characters, as readers see them. */
export function beginningOf(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  const fit = text.slice(0, graphemes.segment(text).containing(maxLength)!.index)
  // Else one character that goes on for ever would be all that is left out.
  return fit.length > maxLength - longestGrapheme ? fit : text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '')
}

/** A text of at most so many UTF-16 code units, none of its characters divided; one that is longer ends in `…`. */
export const shorten = (text: string, maxLength: number): string =>
  text.length <= maxLength ? text : `${beginningOf(text, maxLength - 1)}…`
