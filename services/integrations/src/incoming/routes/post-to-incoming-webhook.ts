import { randomUUID } from 'node:crypto'
import { MessageId } from '@parley/contracts/ids'
import { incomingLimits, postToIncomingWebhook } from '@parley/contracts/webhooks/incoming'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { rawRoute } from '@parley/kit/route'
import { postAsGiven } from '../../bridge/posting.ts'
import type { Context } from '../../context.ts'
import { authorOf } from '../author.ts'
import { markdownOf } from '../slack-markdown.ts'
import { readPayload, type SlackPayload } from '../slack-payload.ts'
import { type Addressed, lockByToken, noteUse, takeAllowance } from '../store.ts'
import { hashOfToken } from '../tokens.ts'

const expected = { isExpected: true } as const
const invalid = (word: string) => new ServiceError('invalid_input', word, expected)

const notFound = (word: string) => new ServiceError('not_found', word, expected)

/** What messaging refuses, in Slack's words. */
function refusalOf(outcome: string): ServiceError {
  if (outcome === 'archived') return new ServiceError('gone', 'channel_is_archived', expected)
  // The webhook of a deleted channel is about to be deleted.
  return notFound(outcome === 'no_parent' ? 'thread_not_found' : 'no_service')
}

/** The message whose thread is replied to: `thread_ts` is its id here. */
function parentOf({ thread_ts }: SlackPayload): { parent_message_id?: string } {
  if (!thread_ts) return {}
  const id = MessageId.safeParse(thread_ts).data
  if (id === undefined) throw notFound('thread_not_found')
  return { parent_message_id: id }
}

export const postToIncomingWebhookRoute = ({ db, outbox }: Pick<Context, 'db' | 'outbox'>) =>
  rawRoute(postToIncomingWebhook, async ({ params: { token }, body, header, trace }) => {
    const { webhook, mayPost } = await admit(db, token)
    if (!mayPost)
      throw new ServiceError('rate_limited', 'rate_limited', { ...expected, headers: { 'Retry-After': '1' } })
    const payload = readPayload(body, header('content-type') ?? '')
    if (!payload || (payload.blocks?.length ?? 0) > incomingLimits.blocks) throw invalid('invalid_payload')
    if ((payload.attachments?.length ?? 0) > incomingLimits.attachments) throw invalid('too_many_attachments')
    const content = markdownOf(payload)
    if (!/[^\p{C}\p{Z}\s]/u.test(content)) throw invalid('no_text')
    const { outcome, message } = await transaction(db, (tx) =>
      postAsGiven(tx, {
        workspaceId: webhook.workspaceId,
        channelId: webhook.channelId,
        author: authorOf(webhook, payload),
        key: `webhook:${webhook.id}:${randomUUID()}`,
        post: { content, ...parentOf(payload), origin: `webhook:${webhook.id}` },
        trace,
      }),
    )
    if (!message) throw refusalOf(outcome)
    outbox.notify('messaging')
    await noteUse(db, webhook)
    return { type: 'text/plain', text: 'ok', headers: { 'X-Message-Id': message.id } }
  })

/**
 * The webhook of a token, and whether it may post now: of its workspace's allowance something is taken only where its own has
 * some, which goes with it and so is taken while it cannot be deleted.
 */
async function admit(db: Context['db'], token: string): Promise<{ webhook: Addressed; mayPost: boolean }> {
  const { perMinute, burst, workspacePerMinute, workspaceBurst } = incomingLimits
  const own = await transaction(db, async (tx) => {
    const webhook = await lockByToken(tx, hashOfToken(token))
    if (!webhook) throw notFound('no_service')
    const hasOwn = await takeAllowance(tx, webhook.workspaceId, webhook.id, { perMinute, burst })
    return { webhook, hasOwn }
  })
  const { workspaceId } = own.webhook
  const ofWorkspace = { perMinute: workspacePerMinute, burst: workspaceBurst }
  const mayPost = own.hasOwn && (await takeAllowance(db, workspaceId, workspaceId, ofWorkspace))
  return { webhook: own.webhook, mayPost }
}
