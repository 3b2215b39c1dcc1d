import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import * as argon2 from '@node-rs/argon2'
import { createGate, type Holders } from '@parley/kit/gate'
import type { Metrics } from '@parley/kit/metrics'

/** What a hash costs: memory in KiB, passes over it. */
export type PasswordCost = Pick<argon2.Options, 'memoryCost' | 'timeCost' | 'parallelism'>

/** Argon2id at OWASP's recommendation: 19 MiB, two passes. */
const defaultCost: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashing runs on libuv's four threads: one stays free, or a rush of sign-ins would delay DNS and files. */
const defaultAtOnce = Math.min(3, availableParallelism())
const defaultMaxWaiting = 200

export interface PasswordOptions {
  atOnce?: number
  maxWaiting?: number
  cost?: PasswordCost | undefined
  metrics?: Metrics
  /** Checks a password against a hash; argon2's own unless a test counts its calls. */
  check?: (hash: string, password: string) => Promise<boolean>
}

/**
 * Hashes and checks passwords, a few at a time: what would wait too long is answered 503 rather than queued
 * without end.
 */
export function createPasswords({
  atOnce = defaultAtOnce,
  maxWaiting = defaultMaxWaiting,
  cost = defaultCost,
  metrics,
  check = argon2.verify,
}: PasswordOptions = {}) {
  /** Checks against a dummy hash, so that an unknown email address takes as long as a known one. */
  const nobodys = argon2.hashSync(randomBytes(16), cost)
  const share = Math.max(1, atOnce - 1)
  const gate = createGate({
    name: 'sign-ins',
    atOnce,
    shares: { ip: share, person: share, workspace: share },
    maxWaiting: { total: maxWaiting, perHolder: Math.ceil(maxWaiting / 4) },
    metrics,
  })

  return {
    /** @param holders the IP address that it is done for, and the person and workspace where they are signed in */
    hash: (password: string, holders: Holders): Promise<string> =>
      gate.pass(holders, () => argon2.hash(password, cost)),

    /**
     * Whether it is the hashed password; false, after the same time, where there is no hash.
     *
     * @param holders as for `hash`
     */
    async verify(passwordHash: string | undefined, password: string, holders: Holders): Promise<boolean> {
      const matches = await gate.pass(holders, () => check(passwordHash ?? nobodys, password))
      return matches && passwordHash !== undefined
    },
  }
}

export type Passwords = ReturnType<typeof createPasswords>
