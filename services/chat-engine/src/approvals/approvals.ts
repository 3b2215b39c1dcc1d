import { rooms } from '@parley/contracts/event'
import type { Approval, ApprovalStatus } from '@parley/contracts/tools/approvals'
import { approvalDecided, approvalRequested } from '@parley/contracts/tools/events'
import type { Loops } from '@parley/kit/loops'
import { insertEvents, transaction } from '@parley/kit/outbox'
import { type Trace, traceFrom } from '@parley/kit/trace'
import type { Db } from '../context.ts'
import type { Run } from '../runs/run.ts'
import {
  cancelApprovals,
  type Decider,
  decideApproval,
  deleteOldApprovals,
  endSomeUndecided,
  findDeciders,
  insertApproval,
  readOutcomes,
} from '../store/approvals.ts'
import { addToolChanges } from '../store/tool-changes.ts'

export interface ApprovalsOptions {
  db: Db
  every: Loops['every']
  /** How often decisions of other replicas are looked for. */
  pollMs: number
}

/** A call of a tool that a run wants to make. */
export interface WantedCall {
  /** A new approval's. */
  id: string
  tool: string
  input: unknown
  reason: Approval['reason']
}

/** How an approval that a run waits for ended. */
export type Outcome = Exclude<ApprovalStatus, 'pending'>

const sweepMs = 1_000
const deleteMs = 3_600_000

/**
 * People's approval of single calls. An approval is a row: whichever replica decides or ends it, the one whose run waits
 * finds it there.
 */
export function createApprovals({ db, every, pollMs }: ApprovalsOptions) {
  const awaited = new Map<string, { workspaceId: string; resolve: (outcome: Outcome) => void }>()

  const poll = every('await-approvals', pollMs, async () => {
    if (awaited.size === 0) return
    const wanted = [...awaited].map(([id, { workspaceId }]) => ({ workspaceId, id }))
    for (const { id, status } of await readOutcomes(db, wanted)) awaited.get(id)?.resolve(status)
  })

  every('end-approvals', sweepMs, async () => {
    const ended = await transaction(db, async (tx) => {
      const some = await endSomeUndecided(tx)
      for (const { workspace_id: workspaceId, ...approval } of some)
        await publish(tx, workspaceId, approval, null, traceFrom(undefined, undefined))
      return some
    })
    if (ended.length > 0) poll.wake()
  })

  every('delete-approvals', deleteMs, async () => {
    while (await deleteOldApprovals(db));
  })

  return {
    /** Asks for an approval, in the transaction in which its run begins to wait. */
    async request(tx: Db, run: Run, call: WantedCall): Promise<void> {
      const { workspaceId, userId, destination, id: runId } = run
      const channelId = 'channelId' in destination ? destination.channelId : null
      const approval = await insertApproval(tx, { workspaceId, userId, channelId, runId, ...call })
      await publish(tx, workspaceId, approval, userId, run.trace ?? traceFrom(undefined, undefined))
    },

    /** How an approval ends, once it does. @throws the signal's reason */
    async outcomeOf({ workspaceId }: Pick<Run, 'workspaceId'>, id: string, signal: AbortSignal): Promise<Outcome> {
      const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
      const abort = () => reject(signal.reason)
      signal.throwIfAborted()
      signal.addEventListener('abort', abort, { once: true })
      awaited.set(id, { workspaceId, resolve })
      poll.wake()
      try {
        return await promise
      } finally {
        awaited.delete(id)
        signal.removeEventListener('abort', abort)
      }
    },

    /** Decides one, in a transaction; undefined where it cannot be decided, or not by them. */
    async decide(tx: Db, decider: Decider, id: string, status: 'approved' | 'denied', trace: Trace) {
      const approval = await decideApproval(tx, decider, id, status)
      if (approval) await publish(tx, decider.workspaceId, approval, decider.userId, trace)
      return approval
    },

    /** Ends those that a run waits for, in the transaction that ends the run. */
    async cancel(tx: Db, { workspaceId, id, trace }: Pick<Run, 'workspaceId' | 'id' | 'trace'>): Promise<void> {
      for (const approval of await cancelApprovals(tx, workspaceId, id))
        await publish(tx, workspaceId, approval, null, trace ?? traceFrom(undefined, undefined))
    },

    /** Looks for decisions at once. */
    wake: () => poll.wake(),
  }
}

export type Approvals = ReturnType<typeof createApprovals>

/** Says what became of an approval: to whoever may decide it, and in the audit trail. */
async function publish(
  tx: Db,
  workspaceId: string,
  approval: Approval,
  actorId: string | null,
  trace: Trace,
): Promise<void> {
  const { id, user_id: userId, channel_id: channelId, tool, status } = approval
  const deciders = await findDeciders(tx, { workspaceId, userId, channelId })
  const event = status === 'pending' ? approvalRequested : approvalDecided
  await insertEvents(
    tx,
    [
      {
        event,
        workspaceId,
        rooms: deciders.map((each) => rooms.user(workspaceId, each)),
        data: approval,
      },
    ],
    trace,
  )
  await addToolChanges(tx, [
    {
      workspaceId,
      userId: actorId,
      action: status === 'pending' ? 'approval.requested' : `approval.${status}`,
      subject: tool,
      details: { approval_id: id, run_id: approval.run_id, asked_by: userId, channel_id: channelId },
    },
  ])
}
