import type { ImportProblem } from '@parley/contracts/imports/import'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { ImportRef } from './imports.ts'

/** How many are shown of each kind. */
const maxExamples = 10
/** What is of no channel. */
export const noChannel = -1

export interface Problem {
  channel: number
  code: ImportProblem
  name: string
}

/** Adds what was not imported, or not as it was, to what is known of it; the first are named. */
export async function addProblems(tx: Db, { workspaceId, id }: ImportRef, problems: readonly Problem[]): Promise<void> {
  if (problems.length === 0) return
  const byKind = Map.groupBy(problems, ({ channel, code }) => `${channel} ${code}`)
  const values = [...byKind.values()].map((of) => ({
    workspace_id: workspaceId,
    import_id: id,
    channel: of[0]!.channel,
    code: of[0]!.code,
    count: of.length,
    examples: of.slice(0, maxExamples).map(({ name }) => name),
  }))
  await tx
    .insertInto('import_problems')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'import_id', 'channel', 'code']).doUpdateSet(({ eb, ref }) => ({
        count: eb('import_problems.count', '+', ref('excluded.count')),
        examples: sql<string[]>`case when cardinality(import_problems.examples) < ${sql.lit(maxExamples)}
          then import_problems.examples || excluded.examples else import_problems.examples end`,
      })),
    )
    .execute()
}

const problemsOf = (db: Db, { workspaceId, id }: ImportRef) =>
  db.selectFrom('import_problems').where('workspace_id', '=', workspaceId).where('import_id', '=', id)

/** All of an import, by kind; the first are named. */
export async function listProblems(db: Db, { workspaceId, id }: ImportRef) {
  const { rows } = await sql<{ code: ImportProblem; count: number; examples: string[] }>`
    select p.code, sum(p.count)::bigint as count, array(
        select e.name from import_problems named cross join lateral unnest(named.examples) with ordinality e (name, place)
        where named.workspace_id = ${workspaceId} and named.import_id = ${id} and named.code = p.code
        order by named.channel, e.place limit ${maxExamples}) as examples
    from import_problems p where p.workspace_id = ${workspaceId} and p.import_id = ${id}
    group by p.code order by p.code`.execute(db)
  return rows
}

/** Those of each of these channels. */
export async function problemsOfChannels(db: Db, ref: ImportRef, channels: readonly number[]) {
  if (channels.length === 0) return new Map<number, never[]>()
  const rows = await problemsOf(db, ref)
    .select(['channel', 'code', 'count', 'examples'])
    .where('channel', 'in', channels)
    .orderBy('channel')
    .orderBy('code')
    .execute()
  const byChannel = Map.groupBy(rows, ({ channel }) => channel)
  return new Map(
    [...byChannel].map(([channel, of]) => [
      channel,
      of.map(({ code, count, examples }) => ({ code, count, examples: examples.slice(0, maxExamples) })),
    ]),
  )
}
