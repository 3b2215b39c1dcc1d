import { maxVisitorTotal } from '@parley/contracts/desk/visitors'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../context.ts'

/** What visitors are searched for. */
export interface VisitorSearch {
  /** Folded; if nothing is left, it finds nobody. */
  text: string
  /** Whether only what they are called is searched. */
  isOfName: boolean
}

/** Whom a search finds: these; or, where they are many, everybody of whom something begins with the text; or has it inside. */
export type VisitorMatch = { ids: string[] } | { start: VisitorSearch } | { part: VisitorSearch }

/** From this character on each begins a word, see `starts_of`. */
const firstUnspaced = 0x0e00
/** As many characters of a text are compared as are kept of each of its beginnings. */
const comparedLength = 64
/** A visitor may be found by several of their words. Most are not. */
const wordsEach = [1, 4]

/**
 * Whom a text finds that begins a word of theirs: read from an index until they are many, so that it costs the same however
 * many visitors there are.
 */
export async function matchStart(db: Db, workspaceId: string, search: VisitorSearch): Promise<VisitorMatch> {
  if (search.text === '') return { ids: [] }
  for (const words of wordsEach) {
    const max = maxVisitorTotal * words
    const { begun, ids } = await readBegun(db, workspaceId, search, max)
    if (ids === null) return { start: search }
    if (begun < max) return { ids }
  }
  return { start: search }
}

/** How many words begin with a text, as far as `max`, and whose they are; null for too many visitors. */
const readBegun = (db: Db, workspaceId: string, search: VisitorSearch, max: number) =>
  db
    .selectFrom(
      db
        .selectFrom('visitor_starts as s')
        .select('s.visitor_id')
        .where('s.workspace_id', '=', workspaceId)
        .where(beginsWith(search))
        .orderBy('s.start')
        .limit(max)
        .as('found'),
    )
    .select(({ fn }) => [
      fn.countAll<number>().as('begun'),
      sql<string[] | null>`case when count(distinct found.visitor_id) < ${maxVisitorTotal}
        then coalesce(array_agg(distinct found.visitor_id), '{}') end`.as('ids'),
    ])
    .executeTakeFirstOrThrow()

/** Whom a text finds: by beginnings of words, and where it finds nobody so, by parts of words. */
export async function matchVisitors(db: Db, workspaceId: string, search: VisitorSearch): Promise<VisitorMatch> {
  const match = await matchStart(db, workspaceId, search)
  return isNobody(match) && search.text !== '' ? { part: search } : match
}

export const isNobody = (match: VisitorMatch): boolean => 'ids' in match && match.ids.length === 0

/** Whether the visitor with the id that an expression has is found. */
export function isMatched(match: VisitorMatch, workspaceId: string, id: RawBuilder<string>): RawBuilder<SqlBool> {
  if ('ids' in match) return sql`${id} = any(${match.ids}::uuid[])`
  // A scalar: were it a join, all who begin so might be read before the newest are chosen.
  if ('start' in match)
    return sql`(select ${hasStart(match.start, 'v')} from visitors v where v.workspace_id = ${workspaceId} and v.id = ${id})`
  const { text, isOfName } = match.part
  return sql`exists (select from visitors found where found.workspace_id = ${workspaceId} and found.id = ${id}
    and found.${sql.ref(isOfName ? 'name_text' : 'search_text')} like ${`%${text}%`})`
}

/**
 * Whether a row of `visitors` has such a beginning, as `starts_of` makes them: no condition of an index, by which all who
 * begin so would be read.
 */
export function hasStart({ text, isOfName }: VisitorSearch, row: string): RawBuilder<SqlBool> {
  const start = comparedPart(text)
  const searched = sql.ref(`${row}.${isOfName ? 'name_text' : 'search_text'}`)
  if (start.codePointAt(0)! >= firstUnspaced) return sql`strpos(${searched}, ${start}) > 0`
  return sql`(strpos(${searched}, ${` ${start}`}) > 0 or strpos(E'\\n' || ${searched}, ${`\n${start}`}) > 0)`
}

/** A range, which an index by start finds also where a statement is planned for any text. */
function beginsWith({ text, isOfName }: VisitorSearch): RawBuilder<SqlBool> {
  const start = comparedPart(text)
  const range = sql<SqlBool>`s.start >= ${start} and s.start < ${`${start}\u{10ffff}`}`
  return isOfName ? sql`${range} and s.is_name` : range
}

const comparedPart = (text: string): string => [...text].slice(0, comparedLength).join('')
