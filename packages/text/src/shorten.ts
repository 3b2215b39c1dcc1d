/** A text of at most so many UTF-16 code units, none of them half a character; one that is longer ends in `…`. */
export const shorten = (text: string, maxLength: number): string =>
  text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…`
