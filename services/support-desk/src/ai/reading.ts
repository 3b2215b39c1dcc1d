import type { DeskWorkspace } from '@parley/contracts/desk/workspace'
import type { Language } from '@parley/contracts/fields'
import type { AnalysedMessage } from '@parley/contracts/summaries/jobs'
import { ServiceError } from '@parley/kit/errors'
import type { Context, Db } from '../context.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { getDesk } from '../store/desks.ts'
import { countMessages } from '../store/messages.ts'
import { readTranscript } from '../store/transcripts.ts'

/** What AI is given of a conversation. */
export interface ReadConversation {
  company: string
  language: Language
  messages: AnalysedMessage[]
}

/**
 * Reads what AI is given of a conversation.
 *
 * @throws ServiceError 404 where there is none
 */
export async function readForAi(db: Db, conversation: { workspaceId: string; id: string }): Promise<ReadConversation> {
  if ((await countMessages(db, conversation)) === undefined) throw noSuchConversation()
  const desk = await getDesk(db, conversation.workspaceId)
  return { company: companyOf(desk), language: desk.language, messages: await readTranscript(db, conversation) }
}

/**
 * What writes for agents.
 *
 * @throws ServiceError 409 where the operator has turned AI off
 */
export function requireAi({ chatEngine }: Pick<Context, 'chatEngine'>): NonNullable<Context['chatEngine']> {
  if (!chatEngine) throw new ServiceError('conflict', 'AI is turned off on this server.')
  return chatEngine
}

/** On whose behalf AI speaks. */
export const companyOf = ({ name, companyName }: Pick<DeskWorkspace, 'name' | 'companyName'>): string =>
  companyName ?? name
