import { traceFrom } from '@parley/kit/trace'
import type { Context } from '../context.ts'
import { resumeDeletions } from '../store/deletions.ts'

const everyMs = 60_000

/** Looks once a minute for deletions that have not come to their end: Redis may have lost what was to be done. */
export function createDeletionSweep({ db, log }: Context) {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  async function sweep(): Promise<void> {
    try {
      await resumeDeletions(db, traceFrom(undefined, undefined))
    } catch (error) {
      log.warn({ err: error }, 'deleted channels could not be looked for; trying again in a minute')
    }
  }

  const run = () => {
    running ??= sweep().finally(() => {
      running = undefined
    })
  }

  return {
    start(): void {
      run()
      timer = setInterval(run, everyMs)
      timer.unref()
    },
    async stop(): Promise<void> {
      clearInterval(timer)
      await running
    },
  }
}
