import type {
  DocumentFailure,
  DocumentKind,
  DocumentStatus,
  KnowledgeDocument,
} from '@parley/contracts/knowledge/document'
import { knowledgeLimits } from '@parley/contracts/knowledge/document'
import type { Unsigned } from '@parley/contracts/messages/attachment'
import { deleteFilesOfHolders } from '@parley/files/store/deletions'
import { ServiceError } from '@parley/kit/errors'
import { type ExpressionBuilder, sql } from 'kysely'
import { jsonObjectFrom } from 'kysely/helpers/postgres'
import type { Db } from '../../context.ts'
import type { DB } from '../../schema.ts'

/** A document of a workspace. */
export interface DocumentKey {
  workspaceId: string
  documentId: string
}

/** A version of it. */
export interface VersionKey extends DocumentKey {
  version: number
}

type ShownDocument = Unsigned<KnowledgeDocument>
type ShownVersion = Omit<
  ShownDocument,
  'id' | 'workspace_id' | 'twin_id' | 'is_public' | 'title' | 'searched_version' | 'updated_at'
> & {
  is_searched: boolean
}

/** What documents' and versions' lists show of a version; `v` is its row. */
const versionColumns = (eb: ExpressionBuilder<DB & { v: DB['knowledge_versions'] }, 'v'>) => [
  eb.ref('v.version').as('version'),
  eb.ref('v.status').as('status'),
  sql<{ code: DocumentFailure; message: string } | null>`case when v.error_code is not null
    then json_build_object('code', v.error_code, 'message', v.error_message) end`.as('error'),
  eb.ref('v.kind').as('type'),
  eb.ref('v.size').as('size'),
  eb.ref('v.chunk_count').as('chunk_count'),
  eb.ref('v.character_count').as('character_count'),
  eb.ref('v.is_truncated').as('is_truncated'),
  jsonObjectFrom(
    eb
      .selectFrom('files as f')
      .select((file) => [
        'f.id',
        'f.name',
        'f.size',
        'f.type',
        'f.width',
        'f.height',
        file('f.thumbnail_key', 'is not', null).$castTo<boolean>().as('has_thumbnail'),
      ])
      .whereRef('f.workspace_id', '=', 'v.workspace_id')
      .whereRef('f.id', '=', 'v.file_id'),
  )
    .$notNull()
    .as('file'),
  eb.ref('v.uploaded_by').as('uploaded_by'),
  eb.ref('v.created_at').as('created_at'),
]

const shownDocuments = (db: Db, workspaceId: string) =>
  db
    .selectFrom('knowledge_documents as d')
    .innerJoin('knowledge_versions as v', (join) =>
      join
        .onRef('v.workspace_id', '=', 'd.workspace_id')
        .onRef('v.document_id', '=', 'd.id')
        .onRef('v.version', '=', 'd.newest_version'),
    )
    .where('d.workspace_id', '=', workspaceId)

const documentColumns = [
  'd.id',
  'd.workspace_id',
  'd.twin_id',
  'd.is_public',
  'd.title',
  'd.searched_version',
  'd.updated_at',
] as const

/** A document with its newest version; undefined where there is none. */
export const findDocument = (db: Db, { workspaceId, documentId }: DocumentKey): Promise<ShownDocument | undefined> =>
  shownDocuments(db, workspaceId)
    .where('d.id', '=', documentId)
    .select(documentColumns)
    .select(versionColumns)
    .executeTakeFirst() as Promise<ShownDocument | undefined>

/** All versions of a document that are kept, the newest first. */
export const findVersions = (db: Db, { workspaceId, documentId }: DocumentKey): Promise<ShownVersion[]> =>
  db
    .selectFrom('knowledge_versions as v')
    .innerJoin('knowledge_documents as d', (join) =>
      join.onRef('d.workspace_id', '=', 'v.workspace_id').onRef('d.id', '=', 'v.document_id'),
    )
    .where('v.workspace_id', '=', workspaceId)
    .where('v.document_id', '=', documentId)
    .select(versionColumns)
    .select(sql<boolean>`v.version is not distinct from d.searched_version`.as('is_searched'))
    .orderBy('v.version', 'desc')
    .execute() as Promise<ShownVersion[]>

/** Says whether a document that is no twin's is public. */
export async function setPublic(db: Db, { workspaceId, documentId }: DocumentKey, isPublic: boolean): Promise<void> {
  await db
    .updateTable('knowledge_documents')
    .set({ is_public: isPublic })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', documentId)
    .where('twin_id', 'is', null)
    .execute()
}

export interface DocumentFilter {
  twinId?: string | undefined
  scope?: 'workspace' | 'twins' | undefined
  status?: DocumentStatus | undefined
  type?: DocumentKind | undefined
  title?: string | undefined
}

/** A page of a workspace's documents, the newest change first, and how many there are in all. */
export async function findDocumentPage(
  db: Db,
  workspaceId: string,
  { twinId, scope, status, type, title, limit, offset }: DocumentFilter & { limit: number; offset: number },
): Promise<{ documents: ShownDocument[]; total: number }> {
  const found = shownDocuments(db, workspaceId)
    .$if(twinId !== undefined, (query) => query.where('d.twin_id', '=', twinId!))
    .$if(scope !== undefined, (query) => query.where('d.twin_id', scope === 'workspace' ? 'is' : 'is not', null))
    .$if(status !== undefined, (query) => query.where('v.status', '=', status!))
    .$if(type !== undefined, (query) => query.where('v.kind', '=', type!))
    .$if(title !== undefined, (query) => query.where(sql<boolean>`position(${titleKey(title!)} in d.title_key) > 0`))
  const documents = (await found
    .select(documentColumns)
    .select(versionColumns)
    .orderBy('d.updated_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()) as ShownDocument[]
  const { total } = await found.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  return { documents, total }
}

/** The form of a title in which two are the same. */
export const titleKey = (title: string): string => title.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()

export interface NewVersion {
  workspaceId: string
  twinId: string | null
  title: string
  userId: string
  fileId: string
  /** Bytes. */
  size: number
}

/**
 * Adds a version: of the document with this title, or of a new one. It holds both locks, the document's and the
 * workspace's totals, until the transaction ends.
 *
 * @returns its key, and the id that is to hold its file
 * @throws ServiceError 409 where the workspace has as much as it may have
 */
export async function insertVersion(
  tx: Db,
  { workspaceId, twinId, title, userId, fileId, size }: NewVersion,
): Promise<VersionKey & { holderId: string }> {
  const at = await now(tx)
  const document = await tx
    .insertInto('knowledge_documents')
    .values({
      workspace_id: workspaceId,
      twin_id: twinId,
      title,
      title_key: titleKey(title),
      newest_version: 1,
      created_by: userId,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'scope_id', 'title_key']).doUpdateSet((eb) => ({
        title: eb.ref('excluded.title'),
        newest_version: eb('knowledge_documents.newest_version', '+', 1),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .returning(['id', 'newest_version', 'searched_version'])
    .executeTakeFirstOrThrow()
  const key = { workspaceId, documentId: document.id, version: document.newest_version }
  const totals = await addToTotals(tx, workspaceId, { documents: key.version === 1 ? 1 : 0, bytes: size })
  const { maxDocuments, maxBytes } = knowledgeLimits
  if (totals.document_count > maxDocuments)
    throw new ServiceError('conflict', `The workspace has ${maxDocuments} documents, as many as it may have.`)
  if (totals.byte_count > maxBytes)
    throw new ServiceError('conflict', 'The workspace’s documents, with their older versions, may have at most 10 GiB.')
  const { id: holderId } = await tx
    .insertInto('knowledge_versions')
    .values({
      workspace_id: workspaceId,
      document_id: key.documentId,
      version: key.version,
      status: 'processing',
      file_id: fileId,
      size,
      uploaded_by: userId,
      created_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await deleteOldVersions(tx, key, document.searched_version)
  return { ...key, holderId }
}

/** The transaction's time, to set where `on conflict` may not call a function. */
async function now(tx: Db): Promise<string> {
  const { rows } = await sql<{ at: string }>`select now() as at`.execute(tx)
  return rows[0]!.at
}

/** Counts, and locks the workspace's totals until the transaction ends. */
export const addToTotals = (
  tx: Db,
  workspaceId: string,
  { documents, bytes }: { documents: number; bytes: number },
): Promise<{ document_count: number; byte_count: number }> =>
  tx
    .insertInto('knowledge_totals')
    .values({ workspace_id: workspaceId, document_count: documents, byte_count: bytes })
    .onConflict((conflict) =>
      conflict.column('workspace_id').doUpdateSet((eb) => ({
        document_count: eb('knowledge_totals.document_count', '+', eb.ref('excluded.document_count')),
        byte_count: eb('knowledge_totals.byte_count', '+', eb.ref('excluded.byte_count')),
      })),
    )
    .returning(['document_count', 'byte_count'])
    .executeTakeFirstOrThrow()

/** Deletes versions beyond those that are kept, but not the one that is searched. */
async function deleteOldVersions(tx: Db, { workspaceId, documentId, version }: VersionKey, searched: number | null) {
  const old = await tx
    .deleteFrom('knowledge_versions')
    .where('workspace_id', '=', workspaceId)
    .where('document_id', '=', documentId)
    .where('version', '<=', version - knowledgeLimits.maxVersions)
    .where('version', '<>', searched ?? 0)
    .returning(['id', 'size'])
    .execute()
  await deleteVersionFiles(tx, workspaceId, old)
  if (old.length > 0) await addToTotals(tx, workspaceId, { documents: 0, bytes: -bytesOf(old) })
}

export const bytesOf = (versions: readonly { size: number }[]): number =>
  versions.reduce((sum, { size }) => sum + size, 0)

/** Deletes the files of versions, in the transaction that deletes those. */
export async function deleteVersionFiles(
  tx: Db,
  workspaceId: string,
  versions: readonly { id: string }[],
): Promise<void> {
  await deleteFilesOfHolders(tx, { workspaceId, holderIds: versions.map(({ id }) => id) })
}

/** Locks a document until the transaction ends; undefined where there is none. */
export const lockDocument = (tx: Db, { workspaceId, documentId }: DocumentKey) =>
  tx
    .selectFrom('knowledge_documents')
    .select(['scope_id', 'title', 'searched_version', 'created_by'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', documentId)
    .forUpdate()
    .executeTakeFirst()

/** The version that a job is to read: its file, and when it was uploaded; undefined where there is nothing to do. */
export const findVersionInWork = (db: Db, { workspaceId, documentId, version }: VersionKey) =>
  db
    .selectFrom('knowledge_versions as v')
    .innerJoin('files as f', (join) =>
      join.onRef('f.workspace_id', '=', 'v.workspace_id').onRef('f.id', '=', 'v.file_id'),
    )
    .select(['f.id as fileId', 'f.name'])
    .where('v.workspace_id', '=', workspaceId)
    .where('v.document_id', '=', documentId)
    .where('v.version', '=', version)
    .where('v.status', '=', 'processing')
    .executeTakeFirst()

/** A version that is searched: whose it is, its title, and who uploaded it; undefined where it is not the searched one. */
export const findSearchedVersion = (db: Db, { workspaceId, documentId, version }: VersionKey) =>
  db
    .selectFrom('knowledge_documents as d')
    .innerJoin('knowledge_versions as v', (join) =>
      join
        .onRef('v.workspace_id', '=', 'd.workspace_id')
        .onRef('v.document_id', '=', 'd.id')
        .onRef('v.version', '=', 'd.searched_version'),
    )
    .select(['d.title', 'd.twin_id as twinId', 'v.uploaded_by as userId'])
    .where('d.workspace_id', '=', workspaceId)
    .where('d.id', '=', documentId)
    .where('d.searched_version', '=', version)
    .executeTakeFirst()

/** How many of a workspace's documents have changed in the last hour; 1,000 of more. */
export async function countRecentChanges(db: Db, workspaceId: string): Promise<number> {
  const changed = db
    .selectFrom('knowledge_documents')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('updated_at', '>', sql<string>`now() - interval '1 hour'`)
    .limit(1_000)
    .as('changed')
  const { count } = await db
    .selectFrom(changed)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Ends a version that cannot be read, if it is still in work. */
export async function failVersion(
  db: Db,
  { workspaceId, documentId, version }: VersionKey,
  error: { code: DocumentFailure; message: string },
): Promise<void> {
  await db
    .updateTable('knowledge_versions')
    .set({ status: 'failed', error_code: error.code, error_message: error.message })
    .where('workspace_id', '=', workspaceId)
    .where('document_id', '=', documentId)
    .where('version', '=', version)
    .where('status', '=', 'processing')
    .execute()
}

/** Versions that are in work for longer than any job may take: theirs was lost. */
export const findStuckVersions = (db: Db, afterMs: number): Promise<VersionKey[]> =>
  db
    .selectFrom('knowledge_versions')
    .select(['workspace_id as workspaceId', 'document_id as documentId', 'version'])
    .where('status', '=', 'processing')
    .where('created_at', '<', sql<string>`now() - make_interval(secs => ${afterMs / 1_000}::float8)`)
    .limit(100)
    .execute()
