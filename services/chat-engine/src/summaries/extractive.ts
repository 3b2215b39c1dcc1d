import { splitSentences } from '@parley/text/sentences'
import { shorten } from '@parley/text/shorten'
import { termsOf } from '@parley/text/terms'

/** A message as it is summarised. */
export interface Summarisable {
  id: string
  content: string
}

/** A sentence of a message, word for word; of one that is longer than prose has them, its beginning. */
export interface Extract {
  /** The message's id. */
  id: string
  sentence: string
}

/** Sentences that are compared at most; of each of very many or very long messages, the first ones. */
const maxSentences = 2_000
/** Shorter ones say too little by themselves, and longer ones are pasted logs. */
const minTerms = 3
const maxLength = 400

/**
 * The sentences that say most of what was said, in the order in which they were said: those that are like many others
 * (LexRank), of which none repeats another. Deterministic; of any language.
 *
 * @param messages oldest first
 * @param options.sentences how many at most
 */
export function summarise(messages: readonly Summarisable[], { sentences }: { sentences: number }): Extract[] {
  const all = sentencesOf(messages)
  const good = all.filter(({ terms, sentence }) => terms.length >= minTerms && sentence.length <= maxLength)
  const nodes = good.length > 0 ? good : all
  const chosen = choose(nodes, scoresOf(nodes), sentences)
  return chosen
    .sort((a, b) => a.place - b.place)
    .map(({ id, sentence }) => ({ id, sentence: shorten(sentence, maxLength) }))
}

interface Node extends Extract {
  place: number
  terms: string[]
  /** Weights of its terms; the vector's length is 1. */
  vector: Map<string, number>
}

/** Whom a sentence is addressed to, and addresses: no two sentences are alike for those. */
const unsaid = /^@?[^\s:,]{1,30}\s?[:,]\s|\bhttps?:\/\/\S+/gi

/** The sentences of prose, each text once. */
function sentencesOf(messages: readonly Summarisable[]): Node[] {
  const perMessage = Math.max(3, Math.floor(maxSentences / Math.max(messages.length, 1)))
  const nodes = new Map<string, Node>()
  for (const { id, content } of messages) {
    const prose = content
      .slice(0, perMessage * maxLength)
      .replaceAll(/```[\s\S]*?(?:```|$)/g, '\n')
      .replaceAll(/^>.*$/gm, '')
    for (const { text } of splitSentences(prose).slice(0, perMessage)) {
      const sentence = text.replaceAll(/\s+/g, ' ')
      const terms = termsOf(sentence.replaceAll(unsaid, ' '))
      const key = terms.join(' ') || sentence
      if (!nodes.has(key) && nodes.size < maxSentences)
        nodes.set(key, { id, sentence, terms, place: nodes.size, vector: new Map() })
    }
  }
  const all = [...nodes.values()]
  const frequencies = new Map<string, number>()
  for (const { terms } of all)
    for (const term of new Set(terms)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1)
  for (const { terms, vector } of all) {
    for (const term of terms)
      vector.set(term, (vector.get(term) ?? 0) + Math.log((all.length + 1) / (frequencies.get(term)! + 0.5)))
    const length = Math.hypot(...vector.values()) || 1
    for (const [term, weight] of vector) vector.set(term, weight / length)
  }
  return all
}

/** Sentences less alike than this are not alike at all. */
const minSimilarity = 0.08
const damping = 0.85
const rounds = 20

/** How much each sentence is like many others that are, more for those that a summary is better made of. */
function scoresOf(nodes: readonly Node[]): number[] {
  const edges = edgesOf(nodes)
  const totals = edges.map((each) => each.reduce((sum, { weight }) => sum + weight, 0))
  const worths = nodes.map(worthOf)
  const total = worths.reduce((sum, worth) => sum + worth, 0)
  const start = worths.map((worth) => worth / total)
  let scores = start
  for (let round = 0; round < rounds; round++) {
    const next = start.map((worth) => worth * (1 - damping))
    for (const [from, each] of edges.entries())
      for (const { to, weight } of each) next[to]! += (damping * scores[from]! * weight) / totals[from]!
    scores = next
  }
  return scores.map((score, i) => score * worths[i]!)
}

/** A question is worth less than what answers it, and a sentence of a few words less than one that stands by itself. */
function worthOf({ sentence, terms }: Node): number {
  const length = Math.min(1, Math.max(terms.length, 1) / 8, 40 / Math.max(terms.length, 1))
  return length * (/[?？؟]\s*$/.test(sentence) ? 0.5 : 1)
}

interface Edge {
  to: number
  weight: number
}

/** For each sentence those that it is like, found by the terms that they share. */
function edgesOf(nodes: readonly Node[]): Edge[][] {
  const holders = new Map<string, number[]>()
  for (const [i, { vector }] of nodes.entries())
    for (const term of vector.keys()) {
      const known = holders.get(term)
      if (known) known.push(i)
      else holders.set(term, [i])
    }
  // What one in ten says makes sentences no more alike, and would compare all with all.
  const tooMany = Math.max(30, nodes.length / 10)
  return nodes.map(({ vector }, from) => {
    const alike = new Map<number, number>()
    for (const [term, weight] of vector) {
      const others = holders.get(term)!
      if (others.length > tooMany) continue
      for (const to of others)
        if (to !== from) alike.set(to, (alike.get(to) ?? 0) + weight * nodes[to]!.vector.get(term)!)
    }
    return [...alike].flatMap(([to, weight]) => (weight >= minSimilarity ? [{ to, weight }] : []))
  })
}

/** The best, each worth less by how much it is like one that is chosen already. */
function choose(nodes: readonly Node[], scores: readonly number[], count: number): Node[] {
  const chosen: Node[] = []
  const worths = [...scores]
  while (chosen.length < Math.min(count, nodes.length)) {
    let best = -1
    for (const [i, worth] of worths.entries()) if (worth >= 0 && (best < 0 || worth > worths[best]!)) best = i
    const node = nodes[best]!
    chosen.push(node)
    worths[best] = -1
    for (const [i, other] of nodes.entries())
      if (worths[i]! >= 0) worths[i]! *= 1 - similarity(node.vector, other.vector)
  }
  return chosen
}

function similarity(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const [term, weight] of a) sum += weight * (b.get(term) ?? 0)
  return Math.min(1, sum)
}
