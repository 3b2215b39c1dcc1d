import { finishImport, importPart, prepareImport } from '@parley/contracts/imports/jobs'
import { childJob, type JobRun } from '@parley/kit/jobs'
import { insertJob, transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Trace } from '@parley/kit/trace'
import type { Archive, SourceChannel } from '../archives/archive.ts'
import { ArchiveError } from '../archives/archive-error.ts'
import type { Context, Db } from '../context.ts'
import { publishProgress } from '../imports/publish-progress.ts'
import type { Sources } from '../imports/sources.ts'
import type { DB } from '../schema.ts'
import { insertParts, listPendingParts, type NewPart } from '../store/import-parts.ts'
import { addProblems, noChannel } from '../store/import-problems.ts'
import { beginReading, endImport, type ImportRef, lockImport } from '../store/imports.ts'

/** Reads which channels an archive has, and starts a job for each part, and one for the end. */
export const workPrepareImport = (ctx: Context & Pick<ServiceRuntime<DB>, 'work'>, sources: Sources): void =>
  ctx.work(prepareImport, async ({ workspace_id: workspaceId, import_id: id }, run) => {
    const ref = { workspaceId, id }
    try {
      await prepare(ctx, sources, ref, run)
    } catch (error) {
      if (!(error instanceof ArchiveError) && run.attempt < prepareImport.attempts) throw error
      run.log.warn({ err: error, importId: id }, 'an archive cannot be read')
      const { reason: code, message } =
        error instanceof ArchiveError ? error : { reason: 'unavailable', message: 'The archive cannot be read now.' }
      await transaction(ctx.db, async (tx) => {
        if (await endImport(tx, ref, { status: 'failed', code, message })) await publishProgress(tx, ref, run.trace)
      })
    }
  })

async function prepare({ db }: Context, sources: Sources, ref: ImportRef, { trace }: JobRun): Promise<void> {
  const row = await db.transaction().execute((tx) => lockImport(tx, ref))
  if (row?.status !== 'started') return
  const { archive } = await sources.open(row)
  const channels: SourceChannel[] = []
  for await (const channel of archive.channels()) channels.push(channel)
  const { parts, numbered } = numberParts(archive, channels)
  await transaction(db, async (tx) => {
    if ((await lockImport(tx, ref))?.status !== 'started') return
    await insertParts(tx, ref, parts, numbered)
    const unlisted = archive.unlisted(new Set(parts.map(({ name }) => name)))
    await addProblems(
      tx,
      ref,
      unlisted.map((name) => ({ channel: noChannel, code: 'unknown_channel', name })),
    )
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
    await beginReading(tx, ref, { bytes, channels: numbered.length })
    await startParts(tx, ref, trace)
    await publishProgress(tx, ref, trace)
  })
}

/** Parts in the order in which channels name them; of two channels of one key, the first counts. */
function numberParts(archive: Archive, channels: readonly SourceChannel[]) {
  const parts = new Map<string, NewPart>()
  const byKey = new Map(channels.toReversed().map((channel) => [channel.key, channel]))
  const numbered = [...byKey.values()].reverse().map((channel, number) => {
    const part = parts.get(channel.part) ?? {
      number: parts.size,
      name: channel.part,
      bytes: archive.bytesOf(channel.part),
    }
    parts.set(channel.part, part)
    return { ...channel, number, partNumber: part.number }
  })
  return { parts: [...parts.values()], numbered }
}

/** Starts a job for each part that is still to be read, and one that ends the import after them. */
export async function startParts(tx: Db, { workspaceId, id }: ImportRef, trace: Trace): Promise<void> {
  const of = { workspace_id: workspaceId, import_id: id }
  const pending = await listPendingParts(tx, { workspaceId, id })
  await insertJob(tx, finishImport, of, trace, {
    children: pending.map((part) => childJob(importPart, { ...of, part })),
  })
}
