import { archiveLimits, downloadArchive } from '@parley/contracts/imports/imports'
import { createFiles, type FileStores, openFiles } from '@parley/files/files'
import type { FileOwner } from '@parley/files/owner'
import type { MayRead } from '@parley/files/store/reading'
import { ServiceError } from '@parley/kit/errors'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { expressionBuilder } from 'kysely'
import type { Config } from './config.ts'
import type { ArchiveFiles } from './context.ts'
import { noSuchWorkspace } from './domain/refusals.ts'
import type { DB } from './schema.ts'

/** What somebody may upload before the import of it has begun: one after another, and one that was broken off. */
const unattached = { maxFiles: 4, maxBytes: 2 * archiveLimits.maxBytes }

/** Where archives are, and whatever else lies on the disk for a while. */
export const openStores = (runtime: ServiceRuntime<DB>, config: Config): FileStores<DB> =>
  openFiles(runtime, config, { keptHours: archiveLimits.uploadedHours })

export const createArchiveFiles = (stores: FileStores<DB>): ArchiveFiles =>
  createFiles(stores, { download: downloadArchive, unattached, mayUpload, mayRead })

/** The place is the workspace. */
const mayUpload: FileOwner<DB, void>['mayUpload'] = async (db, { workspaceId, placeId }, { id }) => {
  if (placeId !== workspaceId) throw noSuchWorkspace()
  const person = await db
    .selectFrom('gateway.people')
    .select('role')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', id)
    .executeTakeFirst()
  if (person?.role !== 'owner' && person?.role !== 'admin')
    throw new ServiceError('forbidden', 'This takes an owner or admin of the workspace.')
}

/** Who asked for the import or export, as long as they are an owner or admin: nobody else may know what is in it. */
const mayRead: MayRead = ({ workspaceId, holderId }, reader) => {
  const eb = expressionBuilder<DB>()
  const userId = reader.kind === 'user' ? reader.id : null
  const isAdmin = eb.exists(
    eb
      .selectFrom('gateway.people as p')
      .select('p.user_id')
      .where('p.workspace_id', '=', workspaceId)
      .where('p.user_id', '=', userId)
      .where('p.role', 'in', ['owner', 'admin']),
  )
  const isImporter = eb.exists(
    eb
      .selectFrom('imports as i')
      .select('i.id')
      .where('i.workspace_id', '=', workspaceId)
      .where('i.id', '=', holderId)
      .where('i.requested_by', '=', userId),
  )
  const isExporter = eb.exists(
    eb
      .selectFrom('exports as e')
      .select('e.id')
      .where('e.workspace_id', '=', workspaceId)
      .where('e.id', '=', holderId)
      .where('e.requested_by', '=', userId),
  )
  return eb.and([isAdmin, eb.or([isImporter, isExporter])])
}
