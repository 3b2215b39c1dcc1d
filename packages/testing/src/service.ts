import { rm } from 'node:fs/promises'
import { type Client, createClient } from '@parley/client/client'
import type { ServiceName } from '@parley/contracts/services'
import { type AssertedCaller, assertionHeader, type Caller, createSigner } from '@parley/kit/assertion'
import type { SigningKeys } from '@parley/kit/keys'
import type { Service } from '@parley/kit/service'
import { inject } from 'vitest'
import { closeAfterwards } from './close-afterwards.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { newRedisPrefix } from './platform.ts'
import { createInProcess, dataFolderOf, type Env, environmentOf, newKeys } from './settings.ts'

/** One service without a gateway: tests sign the assertions themselves. */
export interface BootedService {
  readonly url: string
  readonly database: TestDatabase
  readonly redisUrl: string
  readonly redisPrefix: string
  /** What each service signs with, of which it trusts those that call it. */
  readonly signingKeys: SigningKeys
  /** A client whose every request carries an assertion that this person calls, by the gateway, or this service, by itself. */
  callAs(caller: AssertedCaller): Client
  /** The headers of such a request, for one that no client would send. */
  headersOf(caller: Caller): Record<string, string>
  /** A client without an assertion. */
  client(): Client
  /** Stops it; done by itself when the test file ends. */
  close(): Promise<void>
}

/** Starts one service in this process on a database of its own, or on the given one. */
export async function bootService(
  name: ServiceName,
  options: { env?: Env; database?: TestDatabase } = {},
): Promise<BootedService> {
  const database = options.database ?? (await createTestDatabase())
  const { redisUrl } = inject('parley')
  const redisPrefix = options.env?.REDIS_PREFIX ?? newRedisPrefix()
  const keys = newKeys()
  const around = { keys, databaseUrl: database.urlOf(name), redisUrl, redisPrefix, urls: new Map() }
  let service: Service | undefined = await createInProcess(name, { ...environmentOf(name, around), ...options.env })
  const booted = {
    signingKeys: keys.signingKeys,
    database,
    redisUrl,
    redisPrefix,
    url: await service.start(),
    async close() {
      await service?.stop()
      service = undefined // the test file's module stays loaded, and with it whatever it refers to
      await rm(dataFolderOf(redisPrefix), { recursive: true, force: true })
    },
    client: () => createClient({ baseUrl: booted.url }),
    headersOf: (caller: Caller) => ({ [assertionHeader]: assert(name, keys.signingKeys, caller) }),
    callAs: (caller: AssertedCaller) => clientOf(name, booted.url, keys.signingKeys, caller),
  }
  closeAfterwards(booted)
  return booted
}

/** A client of one service, not of a gateway, whose every request asserts who calls. */
export const clientOf = (service: ServiceName, url: string, signingKeys: SigningKeys, caller: AssertedCaller): Client =>
  createClient({
    baseUrl: url,
    fetch: (input, init) => {
      const headers = new Headers(init.headers)
      headers.set(assertionHeader, assert(service, signingKeys, caller))
      return fetch(input, { ...init, headers })
    },
  })

/** People and visitors are asserted by the gateway, a service by itself. */
function assert(service: ServiceName, signingKeys: SigningKeys, caller: AssertedCaller): string {
  const issuer = caller.kind === 'service' ? caller.service : 'gateway'
  return createSigner(issuer, signingKeys[issuer])(service, caller)
}
