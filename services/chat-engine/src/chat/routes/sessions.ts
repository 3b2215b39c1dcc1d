import {
  deleteChatSession,
  listChatMessages,
  listChatSessions,
  updateChatSession,
} from '@parley/contracts/chat/sessions'
import type { Caller } from '@parley/kit/assertion'
import { invalid, ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import { fold } from '@parley/text/fold'
import { findMessage, readMessages, type SessionMessage, type SessionRef } from '../../store/session-messages.ts'
import { deleteSession, findSession, listSessions, updateSession } from '../../store/sessions.ts'
import type { ChatContext } from '../chat.ts'

/** Words of a search that count. */
const maxWords = 10

const success = true as const
const refOf = ({ workspaceId, userId }: Caller, sessionId: string): SessionRef => ({ workspaceId, userId, sessionId })
const noSession = () => new ServiceError('not_found', 'No such conversation.')

export const listChatSessionsRoute = ({ db }: ChatContext) =>
  route(listChatSessions, async ({ caller, query }) => {
    const { before, limit } = query
    const words = query.query === undefined ? undefined : fold(query.query).text.split(' ').filter(Boolean)
    if (before !== undefined && !(await findSession(db, refOf(caller, before))))
      throw invalid('before', 'Must be a conversation of yours.')
    const isEmpty = words?.length === 0 // A query without a word finds nothing.
    const page = { words: words?.slice(0, maxWords) ?? [], before, limit: limit + 1 }
    const found = isEmpty ? [] : await listSessions(db, caller, page)
    return ok({ success, data: found.slice(0, limit), meta: { limit, has_more: found.length > limit } })
  })

export const listChatMessagesRoute = ({ db }: ChatContext) =>
  route(listChatMessages, async ({ caller, params, query: { before, limit } }) => {
    const ref = refOf(caller, params.id)
    if (!(await findSession(db, ref))) throw noSession()
    const cursor = before === undefined ? undefined : await findMessage(db, ref, before)
    if (before !== undefined && !cursor) throw invalid('before', 'Must be a message of this conversation.')
    const isAtStart = cursor !== undefined && cursor.parent_id === null
    const found = isAtStart ? [] : await readMessages(db, ref, cursor?.parent_id ?? null, limit + 1)
    const data: SessionMessage[] = found.slice(-limit).reverse()
    return ok({ success, data, meta: { limit, has_more: found.length > limit } })
  })

export const updateChatSessionRoute = ({ db }: ChatContext) =>
  route(updateChatSession, async ({ caller, params, body }) => {
    const session = await transaction(db, (tx) => updateSession(tx, refOf(caller, params.id), body))
    if (!session) throw noSession()
    if (session === 'no_message') throw invalid('head_message_id', 'Must be a message of this conversation.')
    return ok({ success, data: session, meta: {} })
  })

export const deleteChatSessionRoute = ({ db, chat, answerFiles }: ChatContext) =>
  route(deleteChatSession, async ({ caller, params }) => {
    const ref = refOf(caller, params.id)
    const runs = await transaction(db, (tx) => deleteSession(tx, ref))
    if (!runs) throw noSession()
    answerFiles.sweep()
    for (const id of runs) chat.runner.stop({ workspaceId: ref.workspaceId, id })
    return ok({ success, data: null, meta: {} })
  })

export const downloadChatFileRoute = ({ answerFiles }: ChatContext) => answerFiles.downloadRoute()
