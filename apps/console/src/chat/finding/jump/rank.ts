/** Something that can be jumped to. */
export interface Candidate {
  key: string
  label: string
  /** What finds it beside its label, such as a handle. */
  alias?: string | null | undefined
  kind: 'channel' | 'direct' | 'person' | 'action'
  /** Greater is nearer at hand: when something was written there last, in milliseconds. */
  recency: number
}

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ı', 'i').toLowerCase()

const kinds: readonly Candidate['kind'][] = ['channel', 'direct', 'person', 'action']

/** How well a text meets a query: as it is, by its beginning, that of a word, or somewhere; 0 not at all. */
function fit(text: string, query: string): number {
  const compared = plain(text)
  if (compared === query) return 4
  if (compared.startsWith(query)) return 3
  if (compared.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(query))) return 2
  return compared.includes(query) ? 1 : 0
}

/** The best for a query first. `#` and `@` before it mean channels and people. Without one, what is nearest at hand. */
export function rank<C extends Candidate>(query: string, candidates: readonly C[], atMost: number): C[] {
  const [, sign, rest = ''] = /^\s*([#@]?)(.*?)\s*$/s.exec(query) ?? []
  const wanted = plain(rest)
  const isOfSign = ({ kind }: C) =>
    sign === '#' ? kind === 'channel' : sign === '@' ? kind === 'direct' || kind === 'person' : true
  return candidates
    .filter(isOfSign)
    .map((candidate) => ({
      candidate,
      score: wanted === '' ? 1 : Math.max(fit(candidate.label, wanted), fit(candidate.alias ?? '', wanted)),
    }))
    .filter(({ score }) => score > 0)
    .sort(
      (a, b) =>
        b.score - a.score ||
        b.candidate.recency - a.candidate.recency ||
        kinds.indexOf(a.candidate.kind) - kinds.indexOf(b.candidate.kind) ||
        a.candidate.label.localeCompare(b.candidate.label),
    )
    .slice(0, atMost)
    .map(({ candidate }) => candidate)
}
