import type { Loops } from '@parley/kit/loops'
import type { Db } from '../context.ts'
import { addUsage, estimateTokens, type Usage } from '../engines/engine.ts'
import { type StoredRun, storeUsage } from '../store/runs.ts'
import type { ActiveRun } from './active-run.ts'

export interface UsageStoreOptions {
  /** Its commits need not wait for the disk. */
  db: Db
  every: Loops['every']
  everyMs: number
  leaseId: () => string
  /** The runs of this process. */
  runs: () => readonly ActiveRun<unknown>[]
}

/** Keeps stored what runs have used so far, for whoever ends them if this process dies. */
export function keepUsageStored({ db, every, everyMs, leaseId, runs }: UsageStoreOptions): void {
  const stored = new WeakMap<ActiveRun<unknown>, string>()
  every('store-usage', everyMs, async () => {
    const used = runs().flatMap((run) => {
      const usage = usageSoFar(run)
      const text = JSON.stringify(usage)
      return usage && text !== stored.get(run) ? [{ run, text, ...usage }] : []
    })
    if (used.length === 0) return
    const ids = await storeUsage(db, leaseId(), used)
    for (const { run, text } of used) if (ids.has(run.id)) stored.set(run, text)
  })
}

/** The turn under way is included as far as its engine has said; undefined before any has. */
function usageSoFar({ model, usage, begun }: ActiveRun<unknown>): { model: string; usage: Usage } | undefined {
  const by = begun?.model ?? model
  if (by === null) return undefined
  const all = { ...usage }
  if (begun) addUsage(all, begun.usage)
  return { model: by, usage: all }
}

/** What a run had used whose process has died: what that had stored, and tokens for the text that it had written. */
export const usageAtDeath = (stored: StoredRun, reply: string): Usage => ({
  inputTokens: stored.input_tokens,
  outputTokens: Math.max(stored.output_tokens, estimateTokens(Buffer.byteLength(reply))),
  cacheReadTokens: stored.cache_read_tokens,
  cacheWriteTokens: stored.cache_write_tokens,
})
