import { createHash } from 'node:crypto'
import type { sendChat, streamChat } from '@parley/contracts/chat/chat'
import type { ParsedOf } from '@parley/contracts/endpoint'
import type { Caller } from '@parley/kit/assertion'
import { invalid, ServiceError } from '@parley/kit/errors'
import type { Trace } from '@parley/kit/trace'
import { mayAskFor, modelFor } from '../config.ts'
import type { Context } from '../context.ts'
import type { Destination, NewRun } from '../runs/run.ts'
import { createMedia } from '../tools/media.ts'
import { maxPostLength } from '../twins/ending.ts'
import { findPersonality } from '../twins/personality.ts'
import { requirePictures } from './pictures.ts'
import type { ChatRequest } from './request.ts'

type Body = ParsedOf<typeof sendChat>['body'] | ParsedOf<typeof streamChat>['body']

/**
 * The run for a question that somebody asks.
 *
 * @throws ServiceError when it cannot be asked so
 */
export async function runFor(
  { config, db }: Pick<Context, 'config' | 'db'>,
  { caller, body, trace }: { caller: Caller; body: Body; trace: Trace },
): Promise<NewRun<ChatRequest>> {
  const { message, channelId, threadId, userId: label = null } = body
  if (threadId !== undefined && channelId === undefined) throw invalid('threadId', 'Needs the channelId that it is in.')
  if (channelId !== undefined)
    for (const field of ['sessionId', 'replaces'] as const)
      if (body[field] !== undefined) throw invalid(field, 'Is for private conversations, without a channelId.')
  if (channelId !== undefined && message.length > maxPostLength)
    throw invalid('message', `A question in a channel may have at most ${maxPostLength} characters.`)
  if (body.model !== undefined && !mayAskFor(body.model, config))
    throw invalid('model', `There is no model ${body.model.slice(0, 50)} here; GET /api/v2/models lists them.`)
  const makes = body.messageType === 'image' || body.messageType === 'video' ? body.messageType : undefined
  const hasExtras = (body.images?.length ?? 0) > 0 || ('attachments' in body && (body.attachments?.length ?? 0) > 0)
  if (makes) {
    createMedia(config).check(makes)
    if (hasExtras) throw invalid('messageType', 'A picture or video is made of the message alone.')
  }
  requirePictures(body.images ?? [])
  const wantsWeb = body.messageType === 'research' || ('useFirecrawl' in body && body.useFirecrawl)
  const personality = await findPersonality(db, caller.workspaceId, body.personality)
  if (!personality) throw invalid('personality', 'There is nobody of that name.')

  const sessionId =
    body.sessionId ?? sessionIdOf(caller, label, channelId === undefined ? '' : `${channelId}/${threadId ?? ''}`)
  const destination: Destination = channelId ? { channelId, threadId: threadId ?? null } : { sessionId }
  const { twinId, model, ...who } = personality
  return {
    workspaceId: caller.workspaceId,
    userId: caller.userId,
    destination,
    twinId,
    retryOf: null,
    questionId: null,
    requestKey: null,
    request: {
      message,
      personality: who,
      model: modelFor(config, body.model, model),
      platform: body.platform,
      label,
      context: body.context ?? null,
      sessionId,
      // A stream cannot say so: there whoever answers decides.
      usesWeb: !('useFirecrawl' in body) || wantsWeb,
      ...(wantsWeb && { wantsWeb }),
      ...(makes && { makes }),
      hasExtras,
      replaces: body.replaces ?? null,
    },
    trace,
  }
}

/**
 * The conversation of a caller where they name none: the same for one caller, label and place.
 *
 * @param place a channel and thread, or the twin that the conversation is with; empty where it is with whoever is asked
 */
export function sessionIdOf({ workspaceId, userId }: Caller, label: string | null, place: string): string {
  const hash = createHash('sha256')
    .update([workspaceId, userId, label ?? '', place].join('\n'))
    .digest('hex')
  // Version 8: made by a rule of the application's own (RFC 9562).
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-a$4-$5')
}

/** @throws ServiceError 404 when a request names a workspace that is not its token's */
export function requireWorkspace({ workspaceId }: Caller, named: string | undefined): void {
  if (named !== undefined && named !== workspaceId) throw new ServiceError('not_found', 'No such workspace.')
}
