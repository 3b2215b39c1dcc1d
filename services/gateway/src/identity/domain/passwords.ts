import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, hashSync, verify } from '@node-rs/argon2'
import { createGate } from '@parley/kit/gate'

/** Argon2id at OWASP's recommendation: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashing runs on libuv's four threads: one stays free, or a rush of sign-ins would delay DNS and files. */
const defaultAtOnce = Math.min(3, availableParallelism())
const defaultMaxWaiting = 200

/**
 * Hashes and checks passwords, a few at a time: what would wait too long is answered 503 rather than queued
 * without end.
 */
export function createPasswords({ atOnce = defaultAtOnce, maxWaiting = defaultMaxWaiting } = {}) {
  /** Checks against a dummy hash, so that an unknown address takes as long as a known one. */
  const nobodys = hashSync(randomBytes(16), cost)
  const gate = createGate({
    name: 'sign-ins',
    atOnce,
    shares: { address: Math.max(1, atOnce - 1) },
    maxWaiting: { total: maxWaiting, perHolder: Math.ceil(maxWaiting / 4) },
  })

  return {
    /** @param ip the address that it is done for, which has its share of the turns */
    hash: (password: string, ip?: string): Promise<string> => gate.pass({ address: ip }, () => hash(password, cost)),

    /** Whether it is the hashed password; false, after the same time, where there is no hash. */
    async verify(passwordHash: string | undefined, password: string, ip?: string): Promise<boolean> {
      const matches = await gate.pass({ address: ip }, () => verify(passwordHash ?? nobodys, password))
      return matches && passwordHash !== undefined
    },
  }
}

export type Passwords = ReturnType<typeof createPasswords>
