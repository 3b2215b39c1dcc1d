import type { PassagePlace } from '@parley/contracts/knowledge/document'
import { locationInWords } from '@parley/documents/blocks'
import { fold } from '@parley/text/fold'
import type { Db } from '../context.ts'
import type { Meaning } from './embeddings.ts'
import { type AskedWord, planSearch, scoreOf, wordsOf } from './rank.ts'
import {
  type Candidate,
  findCandidates,
  findKnownWords,
  findPassages,
  type Passage,
  type SearchScope,
} from './store/search.ts'
import { findLikeness } from './store/vectors.ts'

/** A passage that answers, with how well, from 0 to 1. */
export interface FoundPassage extends Passage {
  score: number
  /** Of what the question asks for, the part that the passage speaks of: 0 to 1. */
  coverage: number
}

/** What text search finds at most, for vectors to order. */
const mostCandidates = 500
/** Passages that are looked at closely, as a multiple of those that are wanted; at least 40. */
const closely = 4
const minScore = 0.05
/** Of one document, so that others are found too. */
const mostOfDocument = 5

/** How much the meaning counts beside the words, where there are vectors. */
const meaningPart = 0.5

/**
 * The passages that answer a question, best first.
 *
 * @param meaning the question's, if there is an endpoint that says: then the best are ordered by it too
 * @param signal ends it between two statements
 */
export async function searchPassages(
  db: Db,
  meaning: Meaning | undefined,
  { query, limit, ...scope }: SearchScope & { query: string; limit: number },
  signal?: AbortSignal,
): Promise<{ passages: FoundPassage[]; words: AskedWord[] }> {
  const words = wordsOf(fold(query.slice(0, 2_000)).text)
  if (words.length === 0 || scope.scopes.length === 0) return { passages: [], words }
  const { known, chunks } = await findKnownWords(
    db,
    scope,
    words.map(({ text }) => text),
  )
  signal?.throwIfAborted()
  const plan = planSearch(words, known, chunks)
  if (!plan) return { passages: [], words }
  const candidates = await findCandidates(db, scope, plan.seeds, plan.queries, mostCandidates)
  signal?.throwIfAborted()
  const likeness = new Map<string, number>()
  if (meaning)
    for (const each of await findLikeness(db, scope.workspaceId, candidates, meaning))
      likeness.set(keyOf(each), each.likeness)
  const ordered = likeness.size > 0 ? byLikeness(candidates, likeness, plan.total) : candidates
  const shown = ordered.slice(0, Math.max(40, limit * closely))
  const passages = await findPassages(db, scope, shown)
  const worthOf = new Map(candidates.map((each) => [keyOf(each), each.worth]))
  const scored = passages.map((passage): FoundPassage => {
    const worth = worthOf.get(keyOf(passage))!
    const byWords = scoreOf(passage, worth, words, plan)
    const alike = likeness.get(keyOf(passage))
    const score = alike === undefined ? byWords : (1 - meaningPart) * byWords + meaningPart * alike
    return { ...passage, score: Math.round(score * 1_000) / 1_000, coverage: Math.min(1, worth / plan.total) }
  })
  scored.sort((a, b) => b.score - a.score || (keyOf(a) < keyOf(b) ? -1 : 1))
  return { passages: fewOfEach(scored.filter(({ score }) => score >= minScore)).slice(0, limit), words }
}

export const keyOf = ({ documentId, ordinal }: Pick<Candidate, 'documentId' | 'ordinal'>): string =>
  `${documentId}:${ordinal}`

const byLikeness = (candidates: readonly Candidate[], likeness: ReadonlyMap<string, number>, total: number) => {
  const scoreOf = (each: Candidate) =>
    (1 - meaningPart) * (each.worth / total) + meaningPart * (likeness.get(keyOf(each)) ?? 0)
  return candidates.toSorted((a, b) => scoreOf(b) - scoreOf(a))
}

function fewOfEach(passages: readonly FoundPassage[]): FoundPassage[] {
  const counts = new Map<string, number>()
  return passages.filter(({ documentId }) => {
    const count = (counts.get(documentId) ?? 0) + 1
    counts.set(documentId, count)
    return count <= mostOfDocument
  })
}

/** A document and the place in it, in words. */
export function sourceOf({
  fileName,
  title,
  headings,
  place,
}: Pick<Passage, 'fileName' | 'title' | 'headings' | 'place'>): string {
  const name = fileName.startsWith(title) ? fileName : title
  const under = headings.filter((heading) => heading !== title)
  return [[name, locationInWords(place)].filter(Boolean).join(', '), ...under].join(' › ')
}

/** Where a passage begins. */
export const placeOf = ({ place, headings }: Pick<Passage, 'place' | 'headings'>): PassagePlace => ({
  ...place,
  headings,
})
