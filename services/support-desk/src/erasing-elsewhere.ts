import type { CopyKind } from '@parley/contracts/desk/erasures'
import { conversationDeleted } from '@parley/contracts/desk/events'
import { analyseResolved, answerVisitor, mailUnseen, notifyAgents } from '@parley/contracts/desk/jobs'
import { sendMail } from '@parley/contracts/identity/jobs'
import { analyseConversation, storeAnalysis } from '@parley/contracts/summaries/jobs'
import { decodeId } from '@parley/contracts/type-id'
import { queueForWebhooks } from '@parley/contracts/webhooks/jobs'
import type { ServiceRuntime } from '@parley/kit/runtime'
import * as z from 'zod'
import type { Db, DeskFiles } from './context.ts'
import type { DB } from './schema.ts'
import {
  deleteUnpublished,
  deleteUnpublishedOfVisitor,
  eraseKeptMails,
  eraseWebhookEvents,
  forgetGoneObjects,
  pagesOfErased,
} from './store/erased-copies.ts'
import type { ErasureRef, RunningErasure } from './store/erasures.ts'

/** What was removed of one kind of copies, and why some are left, if some are. */
export interface Removed {
  count: number
  left: string | null
}

/** One kind of copies outside of the tables that a subject's own transaction deletes from. */
export interface Copies {
  kind: CopyKind
  /** Removes what there is. Called again while something is left, and after a crash: a repetition is harmless. */
  remove(erasure: RunningErasure, signal: AbortSignal): Promise<Removed>
}

/** Jobs whose payload says something of a conversation, or names one. */
const jobsOfConversations = [
  mailUnseen,
  answerVisitor,
  analyseResolved,
  notifyAgents,
  analyseConversation,
  storeAnalysis,
  sendMail,
  queueForWebhooks,
]

export const kindsElsewhere: readonly CopyKind[] = [
  'outbox_rows',
  'jobs',
  'webhook_events',
  'kept_mails',
  'file_contents',
]

/**
 * The kinds of copies that are elsewhere, in the order in which they are looked for: what one kind may still become is of
 * a later one.
 */
export const copiesElsewhere = ({
  db,
  files,
  eraseJobs,
}: Pick<ServiceRuntime<DB>, 'db' | 'eraseJobs'> & { files: Pick<DeskFiles, 'sweep'> }): Copies[] => [
  {
    kind: 'outbox_rows',
    async remove(erasure) {
      const { count, left } = await byConversations(db, erasure, (ids) => deleteUnpublished(db, ids))
      const { kind, id } = erasure.subject
      return { count: count + (kind === 'visitor' ? await deleteUnpublishedOfVisitor(db, id) : 0), left }
    },
  },
  {
    kind: 'jobs',
    async remove(erasure, signal) {
      const { count } = await byConversations(db, erasure, (ids) => {
        const erased = new Set(ids)
        return eraseJobs(jobsOfConversations, (payload) => erased.has(conversationOf(payload) ?? ''), signal)
      })
      return { count, left: count > 0 ? 'Jobs were running, and may have written others.' : null }
    },
  },
  {
    kind: 'webhook_events',
    remove: (erasure) => byConversations(db, erasure, (ids) => eraseWebhookEvents(db, erasure.workspaceId, ids)),
  },
  { kind: 'kept_mails', remove: (erasure) => byConversations(db, erasure, (ids) => eraseKeptMails(db, ids)) },
  {
    kind: 'file_contents',
    async remove(erasure) {
      files.sweep()
      const { gone, left } = await forgetGoneObjects(db, erasure)
      return { count: gone, left: left > 0 ? stillStored(left) : null }
    },
  },
]

const stillStored = (left: number): string =>
  `The file storage has not removed ${left} ${left === 1 ? 'object' : 'objects'}. Nobody can download them, and it is asked again by itself: have its operator look at it, then retry.`

async function byConversations(
  db: Db,
  erasure: ErasureRef,
  remove: (conversationIds: readonly string[]) => Promise<number>,
): Promise<Removed> {
  let count = 0
  for await (const ids of pagesOfErased(db, erasure)) count += await remove(ids)
  return { count, left: null }
}

const OfConversation = z.object({ conversation_id: z.string(), type: z.string().optional() })

/**
 * The conversation that a job is about, or the event that started it. The event of its deletion holds nothing of it, and is
 * still delivered.
 */
function conversationOf(payload: unknown): string | undefined {
  const { data } = OfConversation.safeParse(payload)
  return data && data.type !== conversationDeleted.type ? decodeId(data.conversation_id, ['cnv']) : undefined
}
