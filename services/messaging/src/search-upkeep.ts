import { setTimeout as wait } from 'node:timers/promises'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { fileNewDocuments } from './store/search.ts'

const everyMs = 500
const troubleMs = 5_000

/**
 * Keeps the list of documents that are not in their places in the index yet so short that no search reads far through
 * it, and that no post has to put it away.
 */
export function createSearchUpkeep({ db, log }: Pick<ServiceRuntime<unknown>, 'db' | 'log'>) {
  const stopping = new AbortController()
  const { signal } = stopping
  let running: Promise<void> | undefined
  let failing = false

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await fileNewDocuments(db)
        failing = false
      } catch (error) {
        if (!failing && !signal.aborted)
          log.warn({ err: error }, 'new messages are not put in their places in the index')
        failing = true
      }
      await wait(failing ? troubleMs : everyMs, undefined, { signal }).catch(() => {})
    }
  }

  return {
    start(): void {
      running ??= run()
    },
    async close(): Promise<void> {
      stopping.abort()
      await running
    },
  }
}
