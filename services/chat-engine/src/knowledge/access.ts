import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { downloadKnowledge } from '@parley/contracts/knowledge/knowledge'
import { createFiles, type FileStores, type Files } from '@parley/files/files'
import type { FileOwner } from '@parley/files/owner'
import type { MayRead } from '@parley/files/store/reading'
import { ServiceError } from '@parley/kit/errors'
import { expressionBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import { mayChange, noSuchTwin, notTheirs } from '../twins/permissions.ts'

export type KnowledgeFiles = Files<DB, undefined>

/** Attached in the transaction that stores them, so hardly any is ever unattached. */
const unattached = { maxFiles: 100, maxBytes: 1024 * 1024 * 1024 }

/**
 * The originals of documents. Their place is whose they are: the workspace, or one of its twins. Members upload and read
 * them, guests do not; a twin's are uploaded by those who may change it.
 */
export const createKnowledgeFiles = (stores: FileStores<DB>): KnowledgeFiles =>
  createFiles(stores, { download: downloadKnowledge, unattached, mayUpload, mayRead })

const mayUpload: FileOwner<DB, undefined>['mayUpload'] = async (db, { workspaceId, placeId }, { kind, id }) => {
  const role = kind === 'user' ? await findRole(db, workspaceId, id) : undefined
  if (role === undefined || role === 'guest')
    throw new ServiceError('forbidden', 'Only members of the workspace may do this.')
  if (placeId !== workspaceId) {
    const twin = await requireTwin(db, { workspaceId, twinId: placeId })
    // What a twin knows is part of what it is.
    if (!mayChange(twin, { userId: id, role })) throw notTheirs()
  }
  return undefined
}

const mayRead: MayRead = ({ workspaceId }, reader) =>
  reader.kind === 'user' ? expressionBuilder<DB>().exists(membership(workspaceId, reader.id)) : sql<boolean>`false`

/** Somebody's membership, unless they are a guest. */
const membership = (workspaceId: string, userId: string) =>
  expressionBuilder<DB>()
    .selectFrom('gateway.people as p')
    .select('p.user_id')
    .where('p.workspace_id', '=', workspaceId)
    .where('p.user_id', '=', userId)
    .where('p.role', '<>', 'guest')

async function findRole(db: Db, workspaceId: string, userId: string): Promise<WorkspaceRole | undefined> {
  const person = await db
    .selectFrom('gateway.people')
    .select('role')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return person?.role as WorkspaceRole | undefined
}

/**
 * Keeps a twin from being deleted until the transaction ends, where there is one.
 *
 * @throws ServiceError 404 where there is no such twin
 */
export async function requireTwin(db: Db, { workspaceId, twinId }: { workspaceId: string; twinId: string }) {
  const twin = await db
    .selectFrom('twins')
    .select(['is_built_in', 'created_by'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', twinId)
    .forKeyShare()
    .executeTakeFirst()
  if (!twin) throw noSuchTwin()
  return twin
}
