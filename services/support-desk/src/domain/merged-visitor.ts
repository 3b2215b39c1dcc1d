import { visitorLimits } from '@parley/contracts/desk/visitors'
import { pageLimits } from '@parley/contracts/desk/widget'
import { shorten } from '@parley/text/shorten'
import type { Selectable } from 'kysely'
import type { Visitors } from '../schema.ts'
import type { NotedPage } from './visit.ts'

type VisitorRow = Selectable<Visitors>

/**
 * What becomes of a proven visitor with what the desk knows of whom they were before: when and where they were, and what
 * agents keep of them. What they have said of themselves proves nothing, and is left out.
 */
export function withAnonymous(proven: VisitorRow, anonymous: VisitorRow) {
  const both = [proven, anonymous]
  const notes = both.flatMap((each) => each.notes ?? [])
  return {
    tags: [...new Set(both.flatMap(({ tags }) => tags))].slice(0, visitorLimits.tags),
    notes: notes.length > 0 ? shorten(notes.join('\n\n'), visitorLimits.notes) : null,
    pages: both
      .flatMap(({ pages }) => pages as unknown as NotedPage[])
      .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
      .slice(0, pageLimits.kept),
    visits: proven.visits + anonymous.visits,
    file_bytes: proven.file_bytes + anonymous.file_bytes,
    first_seen_at: both.map((each) => each.first_seen_at).toSorted(byTime)[0]!,
    last_seen_at: both.map((each) => each.last_seen_at).toSorted(byTime)[1]!,
  }
}

const byTime = (a: string, b: string) => Date.parse(a) - Date.parse(b)
