import { eraseCopies } from '@parley/contracts/desk/jobs'
import { Postpone } from '@parley/kit/jobs'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { DeskFiles } from '../context.ts'
import { deleteSome } from '../erasing.ts'
import { copiesElsewhere, type Removed } from '../erasing-elsewhere.ts'
import type { DB } from '../schema.ts'
import {
  addCounts,
  decide,
  type ErasureRef,
  endErasure,
  findRunningErasure,
  type RunningErasure,
} from '../store/erasures.ts'

/** How often copies are looked for that are left, and after how long they are refused. */
const lookingMs = { every: 500, atMost: 300_000 }

type ErasingContext = Pick<ServiceRuntime<DB>, 'db' | 'work' | 'eraseJobs'> & { files: Pick<DeskFiles, 'sweep'> }

/** Erases what a request has left: it goes on where an earlier run has stopped, whatever has ended that one. */
export function workEraseCopies(ctx: ErasingContext): void {
  const { db, files, work } = ctx
  const copies = copiesElsewhere(ctx)

  work(eraseCopies, async ({ workspace_id: workspaceId, erasure_id: id }, { trace, signal, attempt, log }) => {
    const erasure = await findRunningErasure(db, { workspaceId, id })
    if (!erasure) return
    while (!(await transaction(db, (tx) => deleteSome(tx, erasure, trace)))) signal.throwIfAborted()
    files.sweep()
    const isLate = erasure.ageMs > lookingMs.atMost || attempt >= eraseCopies.attempts
    for (const { kind, remove } of copies) {
      if (!erasure.pending.has(kind)) continue
      const removed = await remove(erasure, signal).catch((error: unknown): Removed => {
        if (!isLate || signal.aborted) throw error
        log.warn({ err: error, kind }, 'copies could not be erased')
        return { count: 0, left: `It failed again and again (request id ${trace.requestId} in the logs): retry.` }
      })
      if (!(await record(erasure, kind, removed, isLate))) throw new Postpone(lookingMs.every)
    }
    await transaction(db, (tx) => endErasure(tx, erasure))
  })

  /** Whether this kind is decided. */
  async function record(
    erasure: ErasureRef,
    kind: Parameters<RunningErasure['pending']['has']>[0],
    { count, left }: Removed,
    isLate: boolean,
  ): Promise<boolean> {
    const isDecided = left === null || isLate
    await transaction(db, async (tx) => {
      await addCounts(tx, erasure, { [kind]: count })
      if (left === null) await decide(tx, erasure, [kind], { state: 'done' })
      else if (isLate) await decide(tx, erasure, [kind], { state: 'refused', reason: left })
    })
    return isDecided
  }
}
