import type { CannedReply } from '@parley/contracts/desk/canned-replies'
import type { Macro } from '@parley/contracts/desk/macros'
import type { PresetKind } from '@parley/contracts/desk/presets'
import type { SavedView } from '@parley/contracts/desk/saved-views'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** What a preset of each kind has beside what all have. */
export interface PresetContents extends Record<PresetKind, object> {
  reply: Pick<CannedReply, 'content'>
  macro: Pick<Macro, 'actions'>
  view: Pick<SavedView, 'filter'>
}

/** Something that an agent keeps for themselves, or that all agents of the workspace share. */
export type Preset<K extends PresetKind> = PresetContents[K] & {
  id: string
  name: string
  isShared: boolean
  createdAt: string
  updatedAt: string
}

/** Presets of one kind, as one agent sees them: their own, and what is shared. */
export interface PresetScope<K extends PresetKind> {
  workspaceId: string
  userId: string
  kind: K
}

/** What is written of a preset. */
export interface PresetInput<K extends PresetKind> {
  name: string
  isShared: boolean
  content: PresetContents[K]
}

const columns = ['id', 'name', 'user_id', 'content', 'created_at as createdAt', 'updated_at as updatedAt'] as const

const presetsOf = (db: Db, { workspaceId, userId, kind }: PresetScope<PresetKind>) =>
  db
    .selectFrom('presets')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .where(({ eb, or }) => or([eb('user_id', 'is', null), eb('user_id', '=', userId)]))

interface Row {
  id: string
  name: string
  user_id: string | null
  content: unknown
  createdAt: string
  updatedAt: string
}

const presetOf = <K extends PresetKind>({ user_id, content, ...row }: Row): Preset<K> => ({
  ...row,
  isShared: user_id === null,
  ...(content as PresetContents[K]),
})

/** All that an agent has, by name. */
export async function listPresets<K extends PresetKind>(db: Db, scope: PresetScope<K>): Promise<Preset<K>[]> {
  const rows = await presetsOf(db, scope).select(columns).orderBy('name').orderBy('id').execute()
  return rows.map((row) => presetOf<K>(row))
}

export async function findPreset<K extends PresetKind>(
  db: Db,
  scope: PresetScope<K>,
  id: string,
): Promise<Preset<K> | undefined> {
  const row = await presetsOf(db, scope).select(columns).where('id', '=', id).executeTakeFirst()
  return row && presetOf<K>(row)
}

/** How many are shared, or the agent's own, and which of them has this name, in either case. */
export async function countPresets(
  tx: Db,
  scope: PresetScope<PresetKind>,
  { isShared, name }: { isShared: boolean; name: string },
): Promise<{ count: number; holder: string | null }> {
  return presetsOf(tx, scope)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .select(sql<string | null>`max(id::text) filter (where lower(name) = lower(${name}))`.as('holder'))
    .where('user_id', isShared ? 'is' : 'is not', null)
    .executeTakeFirstOrThrow()
}

export async function insertPreset<K extends PresetKind>(
  tx: Db,
  { workspaceId, userId, kind }: PresetScope<K>,
  { name, isShared, content }: PresetInput<K>,
): Promise<Preset<K>> {
  const owner = isShared ? null : userId
  const row = await tx
    .insertInto('presets')
    .values({ workspace_id: workspaceId, kind, user_id: owner, name, content: JSON.stringify(content) })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return presetOf<K>(row)
}

/** Writes all of a preset that is there anew. */
export async function updatePreset<K extends PresetKind>(
  tx: Db,
  { workspaceId, userId }: PresetScope<K>,
  id: string,
  { name, isShared, content }: PresetInput<K>,
): Promise<Preset<K>> {
  const owner = isShared ? null : userId
  const row = await tx
    .updateTable('presets')
    .set({ name, user_id: owner, content: JSON.stringify(content), updated_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return presetOf<K>(row)
}

export async function deletePreset(tx: Db, { workspaceId }: PresetScope<PresetKind>, id: string): Promise<void> {
  await tx.deleteFrom('presets').where('workspace_id', '=', workspaceId).where('id', '=', id).execute()
}
