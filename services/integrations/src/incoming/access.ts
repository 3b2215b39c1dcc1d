import type { IncomingWebhook } from '@parley/contracts/webhooks/incoming'
import { invalidInput, ServiceError } from '@parley/kit/errors'
import type { Db } from '../context.ts'
import { findReadable, readsAll } from '../webhooks/channels.ts'
import { type IncomingKey, lockIncoming } from './store.ts'

interface Reader {
  workspaceId: string
  userId: string
}

/** @throws ServiceError 400 for a channel that somebody cannot read, or that is a direct message */
export async function requireChannel(db: Db, reader: Reader, channelId: string): Promise<void> {
  const channel = (await findReadable(db, reader, [channelId])).get(channelId)
  if (channel && !channel.isDirect) return
  const message = channel ? 'Nothing posts to a direct message.' : 'There is no such channel.'
  throw invalidInput([{ path: 'channelId', message }])
}

/** Locks a webhook. @throws ServiceError 404 where there is none, or its channel is hidden from the caller */
export async function lockVisible(tx: Db, reader: Reader, id: string): Promise<IncomingWebhook & IncomingKey> {
  const webhook = await lockIncoming(tx, { workspaceId: reader.workspaceId, id })
  if (!webhook || !(await readsAll(tx, reader, [webhook.channelId])))
    throw new ServiceError('not_found', 'No such incoming webhook.')
  return { ...webhook, workspaceId: reader.workspaceId }
}
