import { afterAll, vi } from 'vitest'
import { closeAll } from './close-afterwards.ts'

afterAll(closeAll)

type Wait = <T>(work: () => T | Promise<T>, options?: number | { timeout?: number; interval?: number }) => Promise<T>

/** How long is waited for a state where a test does not say: vitest's second is not enough on a busy machine. */
const timeout = 30_000
const patient =
  (wait: Wait): Wait =>
  (work, options) =>
    wait(work, typeof options === 'number' ? options : { timeout, ...options })

const patience = Symbol.for('parley: patience')
// Workers run one file after another with the same `vi`.
if (!(patience in vi))
  Object.assign(vi, {
    [patience]: true,
    waitFor: patient(vi.waitFor as Wait),
    waitUntil: patient(vi.waitUntil as Wait),
  })
