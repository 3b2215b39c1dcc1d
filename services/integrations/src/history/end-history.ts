import { transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { noteProblem } from '../connections/condition.ts'
import type { ConnectionRow } from '../connections/connection.ts'
import { problemOf } from '../connections/testing.ts'
import type { Context } from '../context.ts'
import { publishProgress } from '../imports/publish-progress.ts'
import type { PlatformError } from '../platforms/platform-error.ts'
import { endImport, type ImportRef } from '../store/imports.ts'

/** Ends an import that its platform refuses altogether; `retry` goes on with it once the connection is repaired. */
export async function endHistory(
  { db }: Context,
  ref: ImportRef,
  connection: ConnectionRow,
  error: PlatformError,
  trace: Trace,
): Promise<void> {
  const problem = problemOf(error)
  await transaction(db, async (tx) => {
    await noteProblem(tx, connection, problem, trace)
    if (await endImport(tx, ref, { status: 'failed', ...problem })) await publishProgress(tx, ref, trace)
  })
}
