import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { GrowthQuery } from './query.ts'

/** A statement as a service sends it. */
export interface Statement {
  text: string
  values: unknown[]
}

/** A database as the administrator or a service sees it, one connection wide; `sent` receives every statement. */
export function openDatabase(url: string, schema: string, sent?: (statement: Statement) => void): Kysely<unknown> {
  const pool = new pg.Pool({ connectionString: url, max: 1, options: `-c search_path=${schema},parley` })
  return new Kysely<unknown>({
    dialect: new PostgresDialect({ pool }),
    log: ({ level, query }) => {
      if (level === 'query') sent?.({ text: query.sql, values: [...query.parameters] })
    },
  })
}

/** The statements that a query comes to, for each of the first `variants` things that it is asked. */
export async function statementsOf(
  query: Pick<GrowthQuery, 'run'>,
  { url, schema }: { url: string; schema: string },
  variants: number,
): Promise<Statement[][]> {
  let statements: Statement[] = []
  const db = openDatabase(url, schema, (statement) => statements.push(statement))
  try {
    const all: Statement[][] = []
    for (let i = 0; i < variants; i++) {
      statements = []
      await query.run(db, i)
      all.push(statements)
    }
    return all
  } finally {
    await db.destroy()
  }
}

/** Runs statements directly: prepared once on one connection, as a service's are. */
export async function openDirect(url: string, schema: string) {
  const client = new pg.Client({ connectionString: url, options: `-c search_path=${schema},parley` })
  await client.connect()
  const names = new Map<string, string>()
  const nameOf = (text: string) => {
    if (!names.has(text)) names.set(text, `s${names.size}`)
    return names.get(text)!
  }
  return {
    client,
    async run(statements: readonly Statement[]): Promise<void> {
      for (const { text, values } of statements) await client.query({ name: nameOf(text), text, values })
    },
    close: () => client.end(),
  }
}
