const wordsIn = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []

/** The words that a person wrote: a text that has no others gives nothing away that they did not say. */
export function createSaidWords(words: string) {
  const said = new Set(wordsIn(words))
  return { hasAll: (text: string): boolean => wordsIn(text).every((word) => said.has(word)) }
}
