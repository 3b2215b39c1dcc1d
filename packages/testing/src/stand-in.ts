import { rm } from 'node:fs/promises'
import { createClient } from '@parley/client/client'
import { endpoints as catalog } from '@parley/contracts/catalog'
import type { Endpoint } from '@parley/contracts/endpoint'
import { modulesOf, type ServiceName, serviceNames } from '@parley/contracts/services'
import { migrateAll } from '@parley/kit/migrate'
import type { Service } from '@parley/kit/service'
import { inject } from 'vitest'
import { closeAfterwards } from './close-afterwards.ts'
import { createTestDatabase } from './database.ts'
import { newRedisPrefix } from './platform.ts'
import { createInProcess, dataFolderOf, type Env, environmentOf, newKeys } from './settings.ts'

export interface StandIn {
  /** Routed by the gateway beside the platform's own. */
  endpoints: readonly Endpoint[]
  /** SQL that creates its tables and grants them, run by the administrator before it starts. */
  tables?: string
  /** Packages that keep tables in its schema, beside those that do already. */
  modules?: readonly string[]
  /** Delivered by the gateway's sockets in place of the platform's: see `FeedSource` of the gateway. */
  feeds?: readonly object[]
  /** Makes the service of its environment, each time it is started. */
  create: (env: Env) => Service
  /** Added to the environment of both. */
  env?: Env
}

/**
 * Boots a service of a test's own in the place of one of the platform's, which it has the schema, role and keys of, behind
 * a gateway in this process. Closed by itself when the test file ends.
 */
export async function bootStandIn(name: ServiceName, { endpoints, tables, feeds, modules = [], create, env }: StandIn) {
  const around = {
    keys: newKeys(),
    redisUrl: inject('parley').redisUrl,
    redisPrefix: newRedisPrefix(),
    urls: new Map<ServiceName, string>(),
  }
  const database = await createTestDatabase()
  if (modules.length > 0)
    await migrateAll({
      adminUrl: database.url,
      roles: Object.fromEntries(serviceNames.map((each) => [each, database.urlOf(each)])) as Record<
        ServiceName,
        string
      >,
      modules: (each) => (each === name ? [...new Set([...modulesOf(each), ...modules])] : modulesOf(each)),
    })
  if (tables) await database.query(tables)
  const environment = (of: ServiceName, port = '0'): Env => ({
    ...environmentOf(of, { ...around, databaseUrl: database.urlOf(of) }),
    PORT: port,
    ...env,
  })
  const start = async (port?: string) => {
    const service = create(environment(name, port))
    around.urls.set(name, await service.start())
    return service
  }
  let service = await start()
  const gateway = await createInProcess('gateway', environment('gateway'), {
    endpoints: [...catalog, ...endpoints],
    ...(feeds && { feeds }),
  })
  const url = await gateway.start()
  const standIn = {
    ...around,
    database,
    environment,
    url,
    client: (token?: string) => createClient({ baseUrl: url, token }),
    stopService: () => service.stop(),
    /** Where it was. */
    async startService() {
      service = await start(new URL(around.urls.get(name)!).port)
    },
    async close() {
      await gateway.stop()
      await service.stop()
      await rm(dataFolderOf(around.redisPrefix), { recursive: true, force: true })
    },
  }
  closeAfterwards(standIn)
  return standIn
}
