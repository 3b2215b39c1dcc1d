import { ServiceError } from '@parley/kit/errors'
import { shorten } from '@parley/text/shorten'
import { requirePlace } from '../chat/place.ts'
import type { ChatRequest } from '../chat/request.ts'
import type { Db } from '../context.ts'
import type { Run } from '../runs/run.ts'
import { eraseUnpostedReply, isQuestionErased } from '../store/erasing.ts'
import { becameOutward } from '../store/outward-channels.ts'
import { postOf } from '../store/posting.ts'
import type { RunEnd } from '../store/runs.ts'
import { announcedOf, announceEnd } from './announcing.ts'
import { mayAnswer } from './store/channel-twins.ts'
import { endAnswerOfRun } from './store/ended-answers.ts'

/** Characters that a message in a channel may have; of a longer answer it is the beginning, and `metadata.is_cut`. */
export const maxPostLength = 40_000

/**
 * Posts what a twin has answered in a channel, and says how it ended, in the transaction that ends the run. A twin that was
 * called by a message there and failed says nothing; neither does one whose answer was cancelled.
 *
 * @param isRefused it could not be posted
 * @throws ServiceError when it may not be posted
 */
export async function endInChannel(tx: Db, run: Run<ChatRequest>, end: RunEnd, isRefused: boolean): Promise<void> {
  const announced = announcedOf(run)
  if (!announced) throw new Error('Only a twin can answer in a channel.')
  const { workspaceId, id, userId } = run
  const { twinId, channelId } = announced
  const answer = await endAnswerOfRun(tx, workspaceId, id)
  const isSilent = answer !== undefined && (end.status === 'failed' || answer.is_cancelled)
  let messageId: string | null = null
  if (!isRefused && !isSilent && end.reply.trim() !== '') {
    if (!answer) {
      await requirePlace(tx, run)
      if (await isQuestionErased(tx, run)) throw new ServiceError('conflict', 'The question was deleted.')
    } else if (answer.is_bridged) await requirePlace(tx, run)
    else if (!(await mayAnswer(tx, { workspaceId, channelId, twinId }, userId)))
      throw new ServiceError('conflict', 'The twin, or who asked it, is not in the channel any more.')
    if (await becameOutward(tx, run))
      throw new ServiceError('conflict', 'What is written in the channel goes to a platform by now; ask again.')
    messageId = await postOf(
      tx,
      run,
      'answer',
      { type: 'twin', ai_twin_id: twinId },
      {
        content: shorten(end.reply, maxPostLength),
        metadata: {
          run_id: id,
          status: end.status,
          ...(end.sources.length > 0 && { sources: [...end.sources] }),
          ...(answer?.context_changed && { context_changed: true }),
          ...(end.reply.length > maxPostLength && { is_cut: true }),
        },
        hops: (answer?.hops ?? 0) + 1,
        file_ids: end.attachments.map((file) => file.id),
      },
    )
  }
  if (messageId === null) await eraseUnpostedReply(tx, run)
  await announceEnd(tx, announced, {
    status: end.status,
    messageId,
    contextChanged: answer?.context_changed ?? false,
    error: end.error,
  })
}
