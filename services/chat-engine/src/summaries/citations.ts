/** `[m3]`, `[m3, m7]`, `[m3–m7]`: how a model is asked to name messages. */
const citation = /\s*\[\s*m\d+(?:\s*(?:,|;|-|–|and)\s*m\d+)*\s*\]/gi

/** What messages are called towards a model: short, and of its conversation alone. */
export const nameOf = (place: number): string => `m${place + 1}`

/**
 * Takes the citations out of a text.
 *
 * @param ids of the messages, in the order in which they were named
 * @returns the text without them, and which messages it has cited, each once; those that were never given are left out
 */
export function takeCitations(text: string, ids: readonly string[]): { text: string; evidence: string[] } {
  const cited = (text.match(citation) ?? []).flatMap((each) => each.match(/\d+/g) ?? [])
  const evidence = new Set(cited.flatMap((number) => ids[Number(number) - 1] ?? []))
  return { text: text.replaceAll(citation, '').trim(), evidence: [...evidence] }
}
