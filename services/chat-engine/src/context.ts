import type { ServiceRuntime } from '@parley/kit/runtime'
import type { ServiceClient } from '@parley/kit/service-client'
import type { Kysely } from 'kysely'
import type { Config } from './config.ts'
import type { Engine } from './engines/engine.ts'
import type { DB } from './schema.ts'

/** The service's database, or a transaction on it. */
export type Db = Kysely<DB>

/** What the service's parts stand on. */
export type Context = Omit<ServiceRuntime<DB>, 'config'> & {
  config: Config
  engine: Engine
  messaging: ServiceClient<'messaging'>
}
