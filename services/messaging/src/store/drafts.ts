import type { Unsigned, UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { type Draft, draftLimits } from '@parley/contracts/messages/drafts'
import { maxPageBytes } from '@parley/contracts/messages/message'
import { findUnattachable, reserveFiles, unattachedFiles } from '@parley/files/store/attaching'
import { type Expression, expressionBuilder, type Selectable, sql } from 'kysely'
import type { Db } from '../context.ts'
import { type DraftOutcome, type DraftState, decideDraft } from '../domain/drafts.ts'
import type { DB } from '../schema.ts'
import { clockToTheMillisecond, lockDrafts, releaseFiles, shownAttachments } from './draft-files.ts'
import type { Person } from './messages.ts'
import { bytesBefore, ordered } from './paging.ts'

/** The channel of a draft and, if it is for a thread, any message of the thread. */
export interface DraftTarget {
  channelId: string
  parentId?: string | undefined
}

type Shown = Pick<
  Selectable<DB['drafts']>,
  'workspace_id' | 'channel_id' | 'parent_message_id' | 'content' | 'updated_at'
> & { attachments: UnsignedAttachment[] }

const draftOf = ({
  workspace_id,
  channel_id,
  parent_message_id,
  content,
  attachments,
  updated_at,
}: Shown): Unsigned<Draft> => ({
  workspace_id,
  channel_id,
  parent_message_id,
  content,
  attachments: shownAttachments(attachments),
  updated_at,
})

const { ref } = expressionBuilder<DB, 'drafts'>()
const shown = [
  'drafts.workspace_id',
  'drafts.channel_id',
  'drafts.parent_message_id',
  'drafts.content',
  'drafts.updated_at',
  unattachedFiles(ref('drafts.workspace_id'), ref('drafts.user_id'), ref('drafts.file_ids')).as('attachments'),
] as const

export type Keeping =
  | { outcome: 'kept'; draft: Unsigned<Draft> }
  | { outcome: 'no_file'; index: number }
  | { outcome: Exclude<DraftOutcome, 'kept' | 'no_file'> }

/** Saves a person's draft, or deletes it if it is empty. The last write wins. Needs a transaction. */
export async function putDraft(
  tx: Db,
  person: Person,
  { channelId, parentId }: DraftTarget,
  draft: { content: string; fileIds: string[] },
): Promise<Keeping> {
  const { workspaceId, userId } = person
  const { content, fileIds } = draft
  const { drafts } = await lockDrafts(tx, person, channelId)
  const target = await findTarget(tx, person, { channelId, parentId })
  const uploads = { workspaceId, placeId: channelId, uploaderId: userId, fileIds }
  const unattachable = target ? await findUnattachable(tx, uploads) : null
  const outcome = decideDraft(target && { ...target, drafts }, draft, unattachable)
  if (outcome === 'no_file') return { outcome, index: unattachable! }
  if (outcome !== 'kept' && outcome !== 'dropped') return { outcome }

  const { rootId, fileIdsBefore } = target!
  if (outcome === 'dropped') {
    await tx
      .deleteFrom('drafts')
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '=', userId)
      .where('channel_id', '=', channelId)
      .where('parent_message_id', 'is not distinct from', rootId)
      .execute()
    await releaseFiles(tx, person, fileIdsBefore)
    return { outcome }
  }
  await reserveFiles(tx, uploads, inDays(draftLimits.filesKeptDays))
  const kept = await tx
    .insertInto('drafts')
    .values({
      workspace_id: workspaceId,
      user_id: userId,
      channel_id: channelId,
      parent_message_id: rootId,
      content,
      file_ids: fileIds,
      updated_at: clockToTheMillisecond,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'user_id', 'channel_id', 'parent_message_id']).doUpdateSet((to) => ({
        content: to.ref('excluded.content'),
        file_ids: to.ref('excluded.file_ids'),
        updated_at: to.ref('excluded.updated_at'),
      })),
    )
    .returning(shown)
    .executeTakeFirstOrThrow()
  await releaseFiles(tx, person, fileIdsBefore)
  return { outcome, draft: draftOf(kept) }
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)

interface FoundTarget extends Omit<DraftState, 'drafts'> {
  /** The thread's root; null outside of threads. */
  rootId: string | null
  fileIdsBefore: string[]
}

/** Reads a draft's root and its files; undefined when the person cannot read the channel. */
async function findTarget(
  tx: Db,
  { workspaceId, userId }: Person,
  { channelId, parentId }: DraftTarget,
): Promise<FoundTarget | undefined> {
  const rootId = parentId === undefined ? null : await findRoot(tx, workspaceId, { channelId, parentId })
  const row = await tx
    .selectFrom('channels.access as a')
    .leftJoin('drafts as d', (join) =>
      join
        .onRef('d.workspace_id', '=', 'a.workspace_id')
        .onRef('d.user_id', '=', 'a.user_id')
        .onRef('d.channel_id', '=', 'a.channel_id')
        .on('d.parent_message_id', 'is not distinct from', rootId ?? null),
    )
    .select('d.file_ids as before')
    .where('a.workspace_id', '=', workspaceId)
    .where('a.channel_id', '=', channelId)
    .where('a.user_id', '=', userId)
    .executeTakeFirst()
  return (
    row && {
      hasParent: rootId !== undefined,
      hasDraft: row.before !== null,
      rootId: rootId ?? null,
      fileIdsBefore: row.before ?? [],
    }
  )
}

/** The root of a thread of a channel, by any of its messages that is not deleted; undefined if there is none. */
async function findRoot(
  tx: Db,
  workspaceId: string,
  { channelId, parentId }: { channelId: string; parentId: string },
): Promise<string | undefined> {
  const parent = await tx
    .selectFrom('messages')
    .select(['id', 'parent_message_id', 'channel_id', 'deleted_at'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', parentId)
    .executeTakeFirst()
  return parent?.channel_id === channelId && parent.deleted_at === null
    ? (parent.parent_message_id ?? parent.id)
    : undefined
}

/** The root of a message's thread, deleted or not; null for none. */
function rootOf(workspaceId: string, parentId: string | undefined): Expression<string | null> | null {
  if (parentId === undefined) return null
  const { fn, selectFrom, cast, val } = expressionBuilder<DB>()
  const parent = selectFrom('messages as parent')
    .select('parent.parent_message_id')
    .where('parent.workspace_id', '=', workspaceId)
    .where('parent.id', '=', parentId)
  return fn.coalesce(parent, cast<string>(val(parentId), 'uuid'))
}

/** Someone's draft in a channel or thread; undefined when they cannot read the channel, null when they have none there. */
export async function findDraft(
  db: Db,
  { workspaceId, userId }: Person,
  { channelId, parentId }: DraftTarget,
): Promise<Unsigned<Draft> | null | undefined> {
  const row = await db
    .selectFrom('channels.access as a')
    .leftJoin('drafts', (join) =>
      join
        .onRef('drafts.workspace_id', '=', 'a.workspace_id')
        .onRef('drafts.user_id', '=', 'a.user_id')
        .onRef('drafts.channel_id', '=', 'a.channel_id')
        .on('drafts.parent_message_id', 'is not distinct from', rootOf(workspaceId, parentId)),
    )
    .select(shown)
    .where('a.workspace_id', '=', workspaceId)
    .where('a.channel_id', '=', channelId)
    .where('a.user_id', '=', userId)
    .executeTakeFirst()
  return row && (isThere(row) ? draftOf(row) : null)
}

/** Whether an outer join has found one. */
const isThere = <R extends { workspace_id: string | null }>(row: R): row is R & Shown => row.workspace_id !== null

/** A page of someone's drafts in channels that they can read, the one touched last first, and how many there are. */
export async function listDrafts(
  db: Db,
  { workspaceId, userId }: Person,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ drafts: Unsigned<Draft>[]; total: number }> {
  const rows = await db
    .with(
      (cte) => cte('visible').materialized(),
      (db) =>
        db
          .selectFrom('drafts')
          .innerJoin('channels.access as a', (join) =>
            join
              .onRef('a.workspace_id', '=', 'drafts.workspace_id')
              .onRef('a.channel_id', '=', 'drafts.channel_id')
              .onRef('a.user_id', '=', 'drafts.user_id'),
          )
          .selectAll('drafts')
          .where('drafts.workspace_id', '=', workspaceId)
          .where('drafts.user_id', '=', userId),
    )
    .selectFrom((eb) =>
      eb
        .selectFrom('visible')
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .as('all'),
    )
    .leftJoin(
      (eb) =>
        eb
          .selectFrom(
            eb
              .selectFrom('visible')
              .selectAll()
              .orderBy('updated_at', 'desc')
              .orderBy('channel_id')
              .orderBy('parent_message_id')
              .limit(limit)
              .offset(offset)
              .as('listed'),
          )
          .selectAll('listed')
          .select(({ ref }) => [
            unattachedFiles(ref('listed.workspace_id'), ref('listed.user_id'), ref('listed.file_ids')).as(
              'attachments',
            ),
            bytesBefore(
              sql`octet_length(${ref('listed.content')})`,
              sql.join([
                ordered(ref('listed.updated_at'), 'desc'),
                ref('listed.channel_id'),
                ref('listed.parent_message_id'),
              ]),
            ).as('bytes_before'),
          ])
          .as('page'),
      (join) => join.on('page.bytes_before', '<', maxPageBytes),
    )
    .selectAll('page')
    .select('all.total')
    .orderBy('page.updated_at', 'desc')
    .orderBy('page.channel_id')
    .orderBy('page.parent_message_id')
    .execute()
  return { drafts: rows.filter(isThere).map(draftOf), total: rows[0]!.total }
}

/** Deletes a person's draft in a channel or thread. Returns false when they cannot read the channel. Needs a transaction. */
export async function deleteDraft(tx: Db, person: Person, { channelId, parentId }: DraftTarget): Promise<boolean> {
  const { workspaceId, userId } = person
  await lockDrafts(tx, person)
  const target = await tx
    .with('target', (db) =>
      db
        .selectFrom('channels.access')
        .select(['workspace_id', 'channel_id', 'user_id'])
        .where('workspace_id', '=', workspaceId)
        .where('channel_id', '=', channelId)
        .where('user_id', '=', userId),
    )
    .with('gone', (db) =>
      db
        .deleteFrom('drafts')
        .using('target')
        .whereRef('drafts.workspace_id', '=', 'target.workspace_id')
        .whereRef('drafts.user_id', '=', 'target.user_id')
        .whereRef('drafts.channel_id', '=', 'target.channel_id')
        .where('drafts.parent_message_id', 'is not distinct from', rootOf(workspaceId, parentId))
        .returning('drafts.file_ids'),
    )
    .selectFrom('target')
    .leftJoin('gone', (join) => join.onTrue())
    .select('gone.file_ids')
    .executeTakeFirst()
  await releaseFiles(tx, person, target?.file_ids ?? [])
  return target !== undefined
}
