import {
  answerBridgedMessage,
  answerMessage,
  forgetExpiredMessages,
  stopAnswersForMember,
  stopAnswersInChannel,
  stopAnswersOfTwin,
  stopAnswersToMessage,
} from '@parley/contracts/twins/jobs'
import type { Context } from '../../context.ts'
import type { Answering } from '../answering.ts'

/** Has twins answer what is said in channels, and stop where they have no place any more. */
export function workAnswers({ work }: Pick<Context, 'work'>, answering: Answering): void {
  work(answerMessage, (event, { trace }) => answering.answer(event, trace))
  work(answerBridgedMessage, (question, { trace }) => answering.answerBridged(question, trace))
  work(stopAnswersInChannel, ({ workspace_id, data }) => answering.cancel(workspace_id, { channelId: data.id }))
  work(stopAnswersOfTwin, ({ workspace_id, data }) =>
    answering.cancel(workspace_id, { channelId: data.channel_id, twinId: data.ai_twin_id }),
  )
  work(stopAnswersForMember, ({ workspace_id, data }) =>
    answering.stopFor(workspace_id, { channelId: data.channel_id, userId: data.user_id }),
  )
  work(stopAnswersToMessage, ({ workspace_id, data }) => answering.erase(workspace_id, data.id))
  work(forgetExpiredMessages, ({ workspace_id, message_ids }) => answering.forget(workspace_id, message_ids))
}
