import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EntityType } from '@parley/contracts/knowledge/graph'
import { splitSentences } from '@parley/text/sentences'
import { classify } from './classify.ts'
import { type Entity, type Graph, graphLimits, type Mention, type Relationship } from './graph.ts'
import { type Name, namesIn } from './names.ts'
import { relationshipsIn } from './relationships.ts'
import { stopWords } from './stop-words.ts'

/** A sentence, or a line of a table, with more is a list: what stands in it together has nothing to do with each other. */
const mostInSentence = 6
/** Texts that are looked through before others get their turn. */
const textsAtOnce = 20
/** So many words of a hundred are written small where nouns have no capitals. */
const minSmall = 0.55

/**
 * Finds the people, organisations, products and places that a document mentions, by rules alone: the same text gives the
 * same graph. What there is no evidence for is left out, so few are wrong and many are missing. In a text where all nouns
 * have capitals, as in German, capitals alone are no evidence.
 */
export async function findGraph(texts: readonly string[]): Promise<Graph> {
  const sentences: { text: string; names: Name[] }[] = []
  const small = new Map<string, number>()
  let [words, smallWords] = [0, 0]
  for (const [index, text] of texts.entries()) {
    if (index % textsAtOnce === 0) await nextTurn()
    for (const line of text.split('\n')) {
      for (const word of line.match(/[\p{L}\p{M}]{3,}/gu) ?? []) {
        words += 1
        if (word !== word.toLowerCase()) continue
        smallWords += 1
        small.set(word, (small.get(word) ?? 0) + 1)
      }
      for (const { text: sentence } of splitSentences(line))
        sentences.push({ text: sentence, names: namesIn(sentence) })
    }
  }
  // Function words tell languages apart, but all that counts here is whether nouns are written small.
  const hasSmallNouns = words === 0 || (smallWords - countStopWords(small)) / words > minSmall - 0.25
  const context = { isKnownSmall: (word: string) => (small.get(word) ?? 0) > 0, hasSmallNouns }

  const types = await typesOf(sentences, context)
  const entities = new Map<string, Entity>()
  const relationships = new Map<string, Relationship>()
  for (const [index, { text, names }] of sentences.entries()) {
    if (index % 500 === 0) await nextTurn()
    const mentions = names.flatMap((name): Mention[] => {
      const known = types.get(name.key)
      return known ? [{ ...known, start: name.start, end: name.end, text: name.text }] : []
    })
    for (const { type, key, text: written } of mentions) {
      const id = `${type}:${key}`
      const known = entities.get(id)
      if (known) known.mentions += 1
      else if (entities.size < graphLimits.entities)
        entities.set(id, { type, key, name: nameFor(types, key, written), mentions: 1 })
    }
    if (mentions.length > mostInSentence) continue
    for (const each of relationshipsIn(text, mentions)) {
      const isKnown = entities.has(`${each.fromType}:${each.fromKey}`) && entities.has(`${each.toType}:${each.toKey}`)
      if (isKnown && relationships.size < graphLimits.relationships)
        relationships.set(Object.values(each).join('|'), each)
    }
  }
  return { entities: [...entities.values()], relationships: withoutVague([...relationships.values()]) }
}

const countStopWords = (small: ReadonlyMap<string, number>): number =>
  [...small].reduce((sum, [word, times]) => sum + (stopWords.has(word) ? times : 0), 0)

type Types = Map<string, { type: EntityType; key: string; name?: string }>

/** What each name of a document is, by the evidence of all sentences that have it; a part of a person's name is theirs. */
async function typesOf(
  sentences: readonly { text: string; names: readonly Name[] }[],
  context: Parameters<typeof classify>[2],
): Promise<Types> {
  const votes = new Map<string, Map<EntityType, number>>()
  const written = new Map<string, string>()
  for (const [index, { text, names }] of sentences.entries()) {
    if (index % 500 === 0) await nextTurn()
    for (const name of names) {
      const evidence = classify(name, text, context)
      if (!evidence) continue
      const of = votes.get(name.key) ?? new Map<EntityType, number>()
      of.set(evidence.type, (of.get(evidence.type) ?? 0) + evidence.weight)
      votes.set(name.key, of)
      if (!written.has(name.key)) written.set(name.key, name.text)
    }
  }
  const types: Types = new Map()
  for (const [key, of] of votes) {
    const [type] = [...of].sort((a, b) => b[1] - a[1])[0]!
    types.set(key, { type, key, name: written.get(key)! })
  }
  for (const [key, { type, name }] of [...types]) {
    if (type !== 'person') continue
    const parts = key.split(' ')
    // `Lopez` and `Maria` are Maria Lopez, where the document names one of them alone.
    for (const part of parts.length > 1 ? [parts[0]!, parts.at(-1)!] : []) {
      const known = types.get(part)
      if (!known || known.type === 'person') types.set(part, { type, key, ...(name && { name }) })
    }
  }
  return types
}

const nameFor = (types: Types, key: string, written: string): string => types.get(key)?.name ?? written

/** Two that a document says something of are not merely mentioned together. */
function withoutVague(found: readonly Relationship[]): Relationship[] {
  const pairOf = ({ fromKey, toKey }: Relationship) => [fromKey, toKey].sort().join('|')
  const said = new Set(found.filter(({ type }) => type !== 'mentioned_with').map(pairOf))
  return found.filter((each) => each.type !== 'mentioned_with' || !said.has(pairOf(each)))
}
