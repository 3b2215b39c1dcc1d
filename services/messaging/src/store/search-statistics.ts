import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { SearchStatistics } from '../domain/search-plan.ts'

const keptMs = 60_000

interface StatisticsRow {
  lexemes: string[] | null
  frequencies: number[] | null
  bounds: string[] | null
  documents: number
}

/** Reads autovacuum's statistics of the documents, empty in a new database. Raw: the catalog has no generated types. */
export async function readSearchStatistics(db: Db): Promise<SearchStatistics> {
  const { rows } = await sql<StatisticsRow>`
    select to_json(words.most_common_elems::text::text[]) as lexemes, to_json(words.most_common_elem_freqs) as frequencies,
      to_json(times.histogram_bounds::text::timestamptz[]) as bounds, greatest(c.reltuples, 0)::float8 as documents
    from pg_class c
    left join pg_stats words
      on words.schemaname = 'messaging' and words.tablename = 'search_documents' and words.attname = 'lexemes'
    left join pg_stats times
      on times.schemaname = 'messaging' and times.tablename = 'search_documents' and times.attname = 'created_at'
    where c.oid = 'search_documents'::regclass`.execute(db)
  const { lexemes, frequencies, bounds, documents } = rows[0]!
  const known = new Map(lexemes?.map((lexeme, i) => [lexeme, frequencies![i]!]))
  return {
    frequencies: known,
    ...(lexemes?.length && { leastFrequency: frequencies![lexemes.length - 1]! }),
    documents,
    bounds: bounds?.map((time) => Date.parse(time)) ?? [],
  }
}

/** Caches the statistics for a minute. After that, callers get the old ones while new ones are read. */
export function keepSearchStatistics(db: Db): () => Promise<SearchStatistics> {
  let kept: SearchStatistics | undefined
  let until = 0
  let reading: Promise<SearchStatistics> | undefined
  return async () => {
    if (performance.now() > until && !reading) {
      reading = readSearchStatistics(db)
      reading
        .then((statistics) => {
          kept = statistics
          until = performance.now() + keptMs
        })
        .catch(() => {}) // the next search reads them again; this one fails only without older ones
        .finally(() => {
          reading = undefined
        })
    }
    return kept ?? reading!
  }
}
