import { deskFileTypes, deskUnattachedLimits, downloadDeskFile } from '@parley/contracts/desk/messages'
import { visitorQuota } from '@parley/contracts/desk/widget-messages'
import { typeOf } from '@parley/files/file-types'
import { createFiles, openFiles } from '@parley/files/files'
import type { FileOwner } from '@parley/files/owner'
import { signAnswers } from '@parley/files/sign-answers'
import type { SpooledFile } from '@parley/files/spool'
import type { MayRead } from '@parley/files/store/reading'
import type { UrlSigner } from '@parley/files/url-signer'
import { invalid, ServiceError } from '@parley/kit/errors'
import type { TransformResponse } from '@parley/kit/http'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { expressionBuilder, sql } from 'kysely'
import type { Config } from './config.ts'
import type { Db, DeskFiles } from './context.ts'
import { blocked } from './domain/blocked.ts'
import { noSuchConversation, noSuchVisitor } from './domain/refusals.ts'
import type { DB } from './schema.ts'
import { requireFree } from './store/agents.ts'

export const createDeskFiles = (runtime: ServiceRuntime<DB>, config: Config): DeskFiles =>
  createFiles(openFiles(runtime, config, deskUnattachedLimits), {
    download: downloadDeskFile,
    unattached: deskUnattachedLimits,
    mayUpload,
    mayRead,
  })

/** Signs the attachments of every answer for its reader; those of a session are its visitor's, whom no credential names. */
export const signDeskFiles = (urls: UrlSigner): TransformResponse => {
  const sign = signAnswers(urls)
  return (body, status, request) => {
    if (request.endpoint.callers.length > 0) sign(body, status, request)
  }
}

const types: ReadonlySet<string> = new Set(deskFileTypes)

/** @throws ServiceError 400 naming a file of another type than conversations take */
export async function checkTypes(files: readonly SpooledFile[]): Promise<void> {
  for (const [index, { head, size, name = '' }] of files.entries())
    if (!types.has(await typeOf(head, head.length === size, name)))
      throw invalid(`attachments.${index}`, 'Must be a JPEG, PNG or WebP picture, a PDF, an office document or a ZIP.')
}

/** The place is the conversation that an agent answers in, or the visitor who writes. */
const mayUpload: FileOwner<DB, void>['mayUpload'] = async (db, { workspaceId, placeId }, { kind, id }) =>
  kind === 'visitor' ? mayVisitorUpload(db, workspaceId, id) : mayAgentUpload(db, workspaceId, placeId, id)

async function mayVisitorUpload(db: Db, workspaceId: string, visitorId: string): Promise<void> {
  const visitor = await db
    .selectFrom('visitors as v')
    .select(({ exists, selectFrom }) => [
      'v.file_bytes',
      exists(
        selectFrom('blocked_visitors as b')
          .select('b.block_id')
          .where('b.workspace_id', '=', workspaceId)
          .where('b.visitor_id', '=', visitorId),
      ).as('isBlocked'),
    ])
    .where('v.workspace_id', '=', workspaceId)
    .where('v.id', '=', visitorId)
    .executeTakeFirst()
  if (!visitor) throw noSuchVisitor()
  if (visitor.isBlocked) throw blocked()
  if (visitor.file_bytes >= visitorQuota.fileBytes)
    throw new ServiceError('conflict', 'You have sent as many files as you may.')
}

async function mayAgentUpload(db: Db, workspaceId: string, conversationId: string, userId: string): Promise<void> {
  const row = await db
    .selectFrom('conversations')
    .select(['status', 'agent_id'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!row) throw noSuchConversation()
  await requireFree(db, workspaceId, row, userId)
}

const mayRead: MayRead = ({ workspaceId, holderId }, reader) => {
  const eb = expressionBuilder<DB>()
  if (reader.kind === 'visitor')
    return eb.exists(
      eb
        .selectFrom('messages as m')
        .innerJoin('conversations as c', (join) =>
          join.onRef('c.workspace_id', '=', 'm.workspace_id').onRef('c.id', '=', 'm.conversation_id'),
        )
        .select('m.id')
        .where('m.workspace_id', '=', workspaceId)
        .where('m.id', '=', holderId)
        .where('c.visitor_id', '=', reader.id),
    )
  if (reader.kind === 'user')
    return eb.exists(
      eb
        .selectFrom('gateway.people as p')
        .select('p.user_id')
        .where('p.workspace_id', '=', workspaceId)
        .where('p.user_id', '=', reader.id)
        .where(({ or, eb: of }) => or([of('p.agent', '=', true), of('p.role', 'in', ['owner', 'admin'])])),
    )
  const { signedAt } = reader as Extract<typeof reader, { kind: 'room' }>
  return eb.not(
    eb.exists(
      eb
        .selectFrom('departures as d')
        .select('d.workspace_id')
        .where('d.workspace_id', '=', workspaceId)
        .where(sql<boolean>`extract(epoch from d.departed_at) >= ${signedAt}`),
    ),
  )
}
