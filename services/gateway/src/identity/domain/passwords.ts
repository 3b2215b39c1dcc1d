import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, hashSync, verify } from '@node-rs/argon2'
import { ServiceError } from '@parley/kit/errors'

/** Argon2id at OWASP's recommendation: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashing runs on libuv's four threads: one stays free, or a rush of sign-ins would delay DNS and files. */
const defaultAtOnce = Math.min(3, availableParallelism())
const defaultMaxWaiting = 200

/**
 * Hashes and checks passwords, a few at a time: what does not get its turn soon is answered 503 rather than queued
 * without end.
 */
export function createPasswords({ atOnce = defaultAtOnce, maxWaiting = defaultMaxWaiting } = {}) {
  /** Nobody's password, so that an unknown address costs what a known one does. */
  const nobodys = hashSync(randomBytes(16), cost)
  const waiting: (() => void)[] = []
  let running = 0

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running < atOnce) running++
    else await turn()
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  function turn(): Promise<void> {
    if (waiting.length >= maxWaiting)
      throw new ServiceError('unavailable', 'Too many people are signing in at once; try again.', {
        headers: { 'Retry-After': '1' },
      })
    return new Promise((resolve) => waiting.push(resolve))
  }

  return {
    hash: (password: string): Promise<string> => inTurn(() => hash(password, cost)),

    /** Whether it is the hashed password; false, after the same time, where there is no hash. */
    async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
      const matches = await inTurn(() => verify(passwordHash ?? nobodys, password))
      return matches && passwordHash !== undefined
    },
  }
}

export type Passwords = ReturnType<typeof createPasswords>
