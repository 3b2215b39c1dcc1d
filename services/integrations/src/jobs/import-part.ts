import { importPart } from '@parley/contracts/imports/jobs'
import { type JobRun, Postpone } from '@parley/kit/jobs'
import { createPace, type Pace } from '@parley/kit/pace'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { SourcePage, SourcePosition } from '../archives/archive.ts'
import { ArchiveError } from '../archives/archive-error.ts'
import type { Context } from '../context.ts'
import { NoPlace, placeChannels } from '../imports/channels-of-part.ts'
import { finishPart } from '../imports/finish-part.ts'
import { keepFiles } from '../imports/keep-files.ts'
import type { Sources } from '../imports/sources.ts'
import { type PartRun, Superseded, storePage } from '../imports/store-page.ts'
import type { DB } from '../schema.ts'
import { listGapsOf } from '../store/import-days.ts'
import { findPart } from '../store/import-parts.ts'
import { findImport, type ImportRef } from '../store/imports.ts'

/** After so long a part makes room for those of other imports; it goes on behind them. */
const turnMs = 60_000
/** Parts that a process imports at once: the database has others to serve. */
const concurrency = 2
/** Messages that a page must have for others' load to be judged by it. */
const fewestMessages = 100

/** Imports a part of an archive, from where it stopped. */
export function workImportPart(ctx: Context & Pick<ServiceRuntime<DB>, 'work'>, sources: Sources): void {
  const pace = createPace({ fewest: fewestMessages })
  ctx.work(
    importPart,
    async ({ workspace_id: workspaceId, import_id: id, part }, run) => {
      const ref = { workspaceId, id }
      try {
        await importFrom(ctx, sources, pace, ref, part, run)
      } catch (error) {
        if (error instanceof Superseded) return
        const isFinal = error instanceof ArchiveError || error instanceof NoPlace
        if (error instanceof Postpone || run.signal.aborted || (!isFinal && run.attempt < importPart.attempts))
          throw error
        run.log.warn({ err: error, importId: id, part }, 'a part of an archive cannot be imported')
        // A failed child would fail the whole import, of which the rest goes on.
        await finishPart(ctx, ref, part, [], isFinal ? error.message : 'It could not be stored now.', run.trace)
      }
    },
    { concurrency },
  )
}

async function importFrom(
  ctx: Context,
  sources: Sources,
  pace: Pace,
  ref: ImportRef,
  number: number,
  run: JobRun,
): Promise<void> {
  const { db } = ctx
  const began = Date.now()
  const row = await findImport(db, ref)
  const part = await findPart(db, ref, number)
  if (row?.status !== 'in_progress' || part?.status !== 'pending') return
  const { archive, authors } = await sources.open(row)
  const channels = await placeChannels(ctx, row, number, run.trace)
  const partRun: PartRun = {
    ref,
    number,
    channels: new Map(channels.map((channel) => [channel.source_key, channel])),
    gaps: part.is_repair ? await listGapsOf(db, ref, channels) : undefined,
  }
  const of = { part: part.name, channels: channels.map(({ source_key }) => source_key) }
  // Parts of archives alone are read here.
  let from = { position: part.position as SourcePosition, bytes: part.is_repair ? 0 : part.done_bytes }
  for await (const page of readAhead(archive.read(of, from.position, authors))) {
    run.signal.throwIfAborted()
    const keeping = { ctx, row, archive, channels: partRun.channels, trace: run.trace, signal: run.signal }
    const kept = await keepFiles(keeping, page)
    // Those who work here come first.
    await pace.step(page.messages.length, () => storePage(ctx, partRun, from, kept, run.trace), run.signal)
    from = page
    if (Date.now() - began > turnMs) throw new Postpone(0)
  }
  await finishPart(ctx, ref, number, channels, null, run.trace)
}

/** Has the next page read while the one before is stored. */
async function* readAhead(pages: AsyncIterable<SourcePage>): AsyncGenerator<SourcePage> {
  const reading = pages[Symbol.asyncIterator]()
  let next = reading.next()
  try {
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = reading.next()
      next.catch(() => {}) // thrown when it is awaited
      yield value
    }
  } finally {
    await reading.return?.()
  }
}
