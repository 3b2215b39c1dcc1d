import { exportLimits } from '@parley/contracts/exports/exports'
import { writeExport } from '@parley/contracts/exports/jobs'
import { attachFiles } from '@parley/files/store/attaching'
import { ServiceError } from '@parley/kit/errors'
import type { JobRun } from '@parley/kit/jobs'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Context } from '../context.ts'
import type { DB } from '../schema.ts'
import { publishProgress } from './publish-progress.ts'
import { advance, beginAttempt, complete, countMessages, type ExportRef, type ExportRow, fail } from './store.ts'
import { writeArchive } from './write-archive.ts'
import { type ExportCounts, ExportRefused } from './writing.ts'
import { createZipWriter } from './zip-writer.ts'

/** Archives that a process writes at once. */
const concurrency = 1

/** The export was cancelled, or another attempt has begun. */
class Superseded extends Error {
  override name = 'Superseded'
}

/** Writes the archive of an export. What is killed begins again: nothing of an archive is kept before it is whole. */
export const workWriteExport = (ctx: Context & Pick<ServiceRuntime<DB>, 'work'>): void =>
  ctx.work(
    writeExport,
    async ({ workspace_id: workspaceId, export_id: id }, run) => {
      const ref = { workspaceId, id }
      const row = await beginAttempt(ctx.db, ref, await countMessages(ctx.db, workspaceId))
      if (!row) return
      try {
        await makeArchive(ctx, row, run)
      } catch (error) {
        if (error instanceof Superseded) return
        const refused = refusalOf(error)
        if (run.signal.aborted || (!refused && run.attempt < writeExport.attempts)) throw error
        run.log.warn({ err: error, exportId: id }, 'a workspace cannot be exported')
        const { code, message } = refused ?? { code: 'unavailable', message: 'It could not be written now.' }
        await transaction(ctx.db, async (tx) => {
          const failed = await fail(tx, ref, code, message)
          if (failed) await publishProgress(tx, failed, run.trace)
        })
      }
    },
    { concurrency },
  )

function refusalOf(error: unknown): { code: string; message: string } | undefined {
  if (error instanceof ExportRefused) return error
  return error instanceof ServiceError && error.code === 'payload_too_large'
    ? { code: 'too_large', message: 'The workspace has more messages than an archive takes.' }
    : undefined
}

/** Writes an archive to the disk, and from there to the file storage; it is the export's in the transaction that ends it. */
async function makeArchive(ctx: Context, row: ExportRow, { trace, signal }: JobRun): Promise<void> {
  const { db, archives } = ctx
  const { workspace_id: workspaceId, requested_by: userId, attempt } = row
  const ref: ExportRef = { workspaceId, id: row.id }
  const zip = createZipWriter(new Date())
  const writing = writeArchive({
    ctx,
    zip,
    exporter: { workspaceId, userId },
    withFiles: row.with_files,
    maxBytes: exportLimits.maxBytes,
    signal,
    onProgress: (counts) => report(ctx, ref, attempt, counts, trace),
  })
  // An archive that cannot be written to its end is one that cannot be read to it, and the reverse.
  writing.then(zip.end, zip.destroy)
  const stored = archives
    .store({
      workspaceId,
      placeId: workspaceId,
      uploader: { kind: 'service' },
      name: nameOf(row),
      content: zip.output,
      maxBytes: exportLimits.maxBytes,
    })
    .catch((error: Error) => {
      zip.destroy(error)
      throw error
    })
  const [written, archive] = await Promise.allSettled([writing, stored])
  if (archive.status === 'rejected') throw causeOf(written, archive)
  if (written.status === 'rejected') throw written.reason
  await transaction(db, async (tx) => {
    const ended = await complete(tx, ref, attempt, written.value, archive.value)
    if (!ended) throw new Superseded()
    const file = { workspaceId, placeId: workspaceId, uploaderId: null, fileIds: [archive.value.id], holderId: row.id }
    if (!(await attachFiles(tx, file))) throw new Error('The archive is not there any more.')
    await publishProgress(tx, ended, trace)
  })
}

/** Where both have failed, one because of the other, what is no news of the other. */
const causeOf = (written: PromiseSettledResult<unknown>, stored: PromiseRejectedResult): unknown =>
  stored.reason instanceof ServiceError || written.status === 'fulfilled' ? stored.reason : written.reason

async function report(
  { db }: Pick<Context, 'db'>,
  ref: ExportRef,
  attempt: number,
  counts: Readonly<ExportCounts>,
  trace: JobRun['trace'],
): Promise<void> {
  await transaction(db, async (tx) => {
    const advanced = await advance(tx, ref, attempt, counts)
    if (!advanced) throw new Superseded()
    if (advanced.row.progress > advanced.before) await publishProgress(tx, advanced.row, trace)
  })
}

const nameOf = ({ started_at: at }: ExportRow): string => `parley-export-${at.slice(0, 10)}.zip`
