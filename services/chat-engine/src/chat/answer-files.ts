import { openAsBlob } from 'node:fs'
import { downloadChatFile } from '@parley/contracts/chat/sessions'
import type { Attachment } from '@parley/contracts/messages/attachment'
import { downloadFile, maxStoredBytes, storeFile } from '@parley/contracts/messages/files'
import { createFiles, type FileStores } from '@parley/files/files'
import type { FileOwner } from '@parley/files/owner'
import { spool } from '@parley/files/spool'
import { attachFiles } from '@parley/files/store/attaching'
import type { MayRead } from '@parley/files/store/reading'
import { createUrlSigner } from '@parley/files/url-signer'
import type { Caller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import { expressionBuilder, sql } from 'kysely'
import type { Context, Db } from '../context.ts'
import type { AnswerFile, Run } from '../runs/run.ts'
import type { DB } from '../schema.ts'
import { findSession } from '../store/sessions.ts'
import type { MadeMedia } from '../tools/media.ts'

export type SignAnswerFile = (file: AnswerFile) => Attachment

/** Attached within moments, when the answer ends. */
const unattached = { maxFiles: 100, maxBytes: 1024 * 1024 * 1024 }

/**
 * The files of answers. Those of channels are messaging's, as all of their messages; those of private conversations are
 * kept here: a file's place is its conversation, and its holder the answer's message.
 */
export function createAnswerFiles(
  { messaging, config }: Pick<Context, 'messaging' | 'config'>,
  stores: FileStores<DB>,
) {
  const { spool: spooling } = stores.storage
  const ofSessions = createFiles(stores, { download: downloadChatFile, unattached, mayUpload, mayRead })
  const urls = { session: ofSessions.urls, channel: createUrlSigner(config, downloadFile) }

  /** Through the disk: a call can be repeated, and a video is not kept in memory. */
  const storeInChannel = (channelId: string, run: Run, made: MadeMedia, signal: AbortSignal) =>
    spooling.within({ person: run.userId, workspace: run.workspaceId }, async (folder) => {
      const { workspaceId, userId, trace } = run
      const { path } = await spool(made, folder)
      const file = new File([await openAsBlob(path)], made.name)
      const input = { files: [file], channel_id: channelId }
      return (await messaging.call(storeFile, input, { workspaceId, userId, trace, signal })).data
    })

  const storeInSession = (sessionId: string, { workspaceId, userId }: Run, made: MadeMedia) =>
    ofSessions.store({
      workspaceId,
      placeId: sessionId,
      uploader: { kind: 'user', id: userId },
      ...made,
      maxBytes: maxStoredBytes,
    })

  return {
    /**
     * Stores what was made for a run where its answer will be. It becomes the answer's when the run ends; where that never
     * comes, it is removed: within a day where it is messaging's, within an hour here.
     *
     * @throws ServiceError 502 when it cannot be stored as it is; 404 or 409 where nothing may be answered any more
     */
    async store(run: Run, made: MadeMedia, signal: AbortSignal): Promise<AnswerFile> {
      const { destination } = run
      try {
        return 'channelId' in destination
          ? { ...(await storeInChannel(destination.channelId, run, made, signal)), place: 'channel' }
          : { ...(await storeInSession(destination.sessionId, run, made)), place: 'session' }
      } catch (error) {
        // It is not whoever asked that gave a damaged file.
        if (error instanceof ServiceError && (error.code === 'invalid_input' || error.code === 'payload_too_large'))
          throw new ServiceError('bad_gateway', 'The media service gave a file that cannot be kept.', { cause: error })
        throw error
      }
    },

    /** Signs the files of answers for a reader, whose access is checked at every download. */
    signFor:
      ({ workspaceId, userId }: Pick<Caller, 'workspaceId' | 'userId'>): SignAnswerFile =>
      (file) =>
        urls[file.place].forReader(workspaceId, { kind: 'user', id: userId })(file),

    downloadRoute: ofSessions.downloadRoute,
    sweep: ofSessions.sweep,
  }
}
export type AnswerFiles = ReturnType<typeof createAnswerFiles>

/**
 * Gives the files of an answer in a private conversation to its message.
 *
 * @throws ServiceError 503 where one is gone
 */
export async function attachToAnswer(
  tx: Db,
  { workspaceId, userId }: Run,
  { sessionId, messageId, files }: { sessionId: string; messageId: string; files: readonly AnswerFile[] },
): Promise<void> {
  const uploads = { workspaceId, placeId: sessionId, uploaderId: userId, fileIds: files.map(({ id }) => id) }
  if (!(await attachFiles(tx, { ...uploads, holderId: messageId })))
    throw new ServiceError('unavailable', 'The file of the answer is not there any more; ask again.')
}

const mayUpload: FileOwner<DB, undefined>['mayUpload'] = async (db, { workspaceId, placeId }, { id }) => {
  if (!(await findSession(db, { workspaceId, userId: id, sessionId: placeId })))
    throw new ServiceError('not_found', 'No such conversation.')
  return undefined
}

/** Whose conversation it is, while they are in the workspace. */
const mayRead: MayRead = ({ workspaceId, placeId }, reader) => {
  const eb = expressionBuilder<DB>()
  if (reader.kind !== 'user') return eb.lit(false)
  // A subquery with a limit is looked up for this file; `exists` may be planned over everybody's conversations.
  return eb(
    eb
      .selectFrom('chat_sessions as s')
      .innerJoin('gateway.people as p', (join) =>
        join.onRef('p.workspace_id', '=', 's.workspace_id').onRef('p.user_id', '=', 's.user_id'),
      )
      .select('s.id')
      .where('s.workspace_id', '=', workspaceId)
      .where('s.id', '=', placeId)
      .where('s.user_id', '=', reader.id)
      .limit(sql.lit(1)),
    'is not',
    null,
  )
}
