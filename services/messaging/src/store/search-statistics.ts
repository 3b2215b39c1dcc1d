import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { SearchStatistics } from '../domain/search-plan.ts'

const keptMs = 60_000

interface StatisticsRow {
  lexemes: string[] | null
  shares: number[] | null
  bounds: string[] | null
  documents: number
}

/** What autovacuum knows of the documents; nothing of a database that is new. Raw: no generated type has the catalog. */
export async function readSearchStatistics(db: Db): Promise<SearchStatistics> {
  const { rows } = await sql<StatisticsRow>`
    select to_json(words.most_common_elems::text::text[]) as lexemes, to_json(words.most_common_elem_freqs) as shares,
      to_json(times.histogram_bounds::text::timestamptz[]) as bounds, greatest(c.reltuples, 0)::float8 as documents
    from pg_class c
    left join pg_stats words
      on words.schemaname = 'messaging' and words.tablename = 'search_documents' and words.attname = 'lexemes'
    left join pg_stats times
      on times.schemaname = 'messaging' and times.tablename = 'search_documents' and times.attname = 'created_at'
    where c.oid = 'search_documents'::regclass`.execute(db)
  const { lexemes, shares, bounds, documents } = rows[0]!
  const known = new Map(lexemes?.map((lexeme, i) => [lexeme, shares![i]!]))
  return {
    shares: known,
    ...(lexemes?.length && { least: shares![lexemes.length - 1]! }),
    documents,
    bounds: bounds?.map((time) => Date.parse(time)) ?? [],
  }
}

/** Keeps the statistics for a minute; whoever asks then is still answered the old ones, while they are read again. */
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
