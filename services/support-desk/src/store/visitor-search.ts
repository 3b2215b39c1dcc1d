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

/** As many characters of a text are compared as are kept of each of its beginnings. */
const comparedLength = 64
/** A visitor may be found by several of their words. */
const wordsEach = 4

/**
 * Whom a text finds that begins a word of theirs: read from an index until they are many, so that it costs the same however
 * many visitors there are.
 */
export async function matchStart(db: Db, workspaceId: string, search: VisitorSearch): Promise<VisitorMatch> {
  if (search.text === '') return { ids: [] }
  const found = await db
    .selectFrom(
      db
        .selectFrom('visitor_starts as s')
        .select('s.visitor_id')
        .where('s.workspace_id', '=', workspaceId)
        .where(beginsWith(search))
        .orderBy('s.start')
        .limit(maxVisitorTotal * wordsEach)
        .as('begun'),
    )
    .select('begun.visitor_id')
    .distinct()
    .limit(maxVisitorTotal)
    .execute()
  return found.length < maxVisitorTotal ? { ids: found.map((each) => each.visitor_id) } : { start: search }
}

/** Whom a text finds: by beginnings of words, and where it finds nobody so, by parts of words. */
export async function matchVisitors(db: Db, workspaceId: string, search: VisitorSearch): Promise<VisitorMatch> {
  const match = await matchStart(db, workspaceId, search)
  return isNobody(match) && search.text !== '' ? { part: search } : match
}

export const isNobody = (match: VisitorMatch): boolean => 'ids' in match && match.ids.length === 0

/**
 * Whether the visitor with the id that an expression has is found. A scalar: were it a join, all who begin so might be
 * read before the newest are chosen.
 */
export function isMatched(match: VisitorMatch, workspaceId: string, id: RawBuilder<string>): RawBuilder<SqlBool> {
  if ('ids' in match) return sql`${id} = any(${match.ids}::uuid[])`
  if ('start' in match)
    return sql`(select true from visitor_starts s where s.workspace_id = ${workspaceId} and s.visitor_id = ${id}
      and ${hasStart(match.start)} limit 1)`
  const { text, isOfName } = match.part
  return sql`exists (select from visitors found where found.workspace_id = ${workspaceId} and found.id = ${id}
    and found.${sql.ref(isOfName ? 'name_text' : 'search_text')} like ${`%${text}%`})`
}

/** As `beginsWith`, for one visitor's few beginnings: no condition by which all who begin so would be read for each. */
const hasStart = ({ text, isOfName }: VisitorSearch): RawBuilder<SqlBool> => {
  const start = comparedPart(text)
  const isBegun = sql<SqlBool>`left(s.start, ${[...start].length}) = ${start}`
  return isOfName ? sql`${isBegun} and s.is_name` : isBegun
}

/** A range, which an index by start finds also where a statement is planned for any text. */
function beginsWith({ text, isOfName }: VisitorSearch): RawBuilder<SqlBool> {
  const start = comparedPart(text)
  const range = sql<SqlBool>`s.start >= ${start} and s.start < ${`${start}\u{10ffff}`}`
  return isOfName ? sql`${range} and s.is_name` : range
}

const comparedPart = (text: string): string => [...text].slice(0, comparedLength).join('')
