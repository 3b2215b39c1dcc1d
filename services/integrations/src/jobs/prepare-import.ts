import { prepareImport } from '@parley/contracts/imports/jobs'
import { type JobRun, Postpone } from '@parley/kit/jobs'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Archive, Authors, SourceChannel, SourceMember } from '../archives/archive.ts'
import { ArchiveError } from '../archives/archive-error.ts'
import type { Context } from '../context.ts'
import { prepareHistory } from '../history/prepare-history.ts'
import { publishProgress } from '../imports/publish-progress.ts'
import type { RestoredMember } from '../imports/restored-member.ts'
import type { Sources } from '../imports/sources.ts'
import type { DB } from '../schema.ts'
import { insertParts, type NewPart } from '../store/import-parts.ts'
import { addProblems, noChannel } from '../store/import-problems.ts'
import { beginReading, endImport, type ImportRow, lockImport } from '../store/imports.ts'
import { startParts } from './start-parts.ts'

/** Members that a channel is created with. */
const maxMembers = 1_000

/** Finds out which channels are imported, and starts a job for each part, and one for the end. */
export const workPrepareImport = (ctx: Context & Pick<ServiceRuntime<DB>, 'work'>, sources: Sources): void =>
  ctx.work(prepareImport, async ({ workspace_id: workspaceId, import_id: id }, run) => {
    const ref = { workspaceId, id }
    try {
      const row = await ctx.db.transaction().execute((tx) => lockImport(tx, ref))
      if (row?.status !== 'started') return
      await (row.kind === 'history' ? prepareHistory(ctx, row, run) : prepareArchive(ctx, sources, row, run))
    } catch (error) {
      const isFinal = error instanceof ArchiveError || run.attempt >= prepareImport.attempts
      if (error instanceof Postpone || !isFinal) throw error
      run.log.warn({ err: error, importId: id }, 'an import cannot begin')
      const { reason: code, message } =
        error instanceof ArchiveError ? error : { reason: 'unavailable', message: 'It cannot be read now.' }
      await transaction(ctx.db, async (tx) => {
        if (await endImport(tx, ref, { status: 'failed', code, message })) await publishProgress(tx, ref, run.trace)
      })
    }
  })

async function prepareArchive({ db }: Context, sources: Sources, row: ImportRow, { trace }: JobRun): Promise<void> {
  const ref = { workspaceId: row.workspace_id, id: row.id }
  const { archive, authors } = await sources.open(row)
  const channels: ListedChannel[] = []
  for await (const { members = [], ...channel } of archive.channels())
    channels.push({ ...channel, members: membersHere(members, authors) })
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
    await startParts(tx, row, trace)
    await publishProgress(tx, ref, trace)
  })
}

/** A channel of an archive, with those of its members who are in the workspace. */
type ListedChannel = Omit<SourceChannel, 'members'> & { members: RestoredMember[] }

/** Those whose proven addresses are the same, as many as a new channel takes. */
const membersHere = (members: readonly SourceMember[], authors: Authors): RestoredMember[] =>
  members
    .flatMap(({ person, isAdmin }): RestoredMember[] => {
      const author = authors.get(person)?.author
      return author?.type === 'user' ? [{ user_id: author.user_id, role: isAdmin ? 'admin' : 'member' }] : []
    })
    .slice(0, maxMembers)

/** Parts in the order in which channels name them; of two channels of one key, the first counts. */
function numberParts(archive: Archive, channels: readonly ListedChannel[]) {
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
