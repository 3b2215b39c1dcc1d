import type { Files } from '@parley/files/files'
import type { Spool } from '@parley/files/spool'
import type { Loop } from '@parley/kit/loops'
import type { OutsideFetch } from '@parley/kit/outside/fetch'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { SecretBox } from '@parley/kit/secret-box'
import type { ServiceClient } from '@parley/kit/service-client'
import type { Kysely } from 'kysely'
import type { Config } from './config.ts'
import type { Clients } from './connections/clients.ts'
import type { DB } from './schema.ts'

/** The database or a transaction. */
export type Db = Kysely<DB>

/** Archives that workspaces are imported from. */
export type ArchiveFiles = Files<DB, void>

/** What loops and jobs are given; routes get `RouteContext`. */
export interface Context extends Pick<ServiceRuntime<DB>, 'db' | 'outbox' | 'log' | 'every'> {
  config: Config
  archives: ArchiveFiles
  /** Where files lie that are on their way. */
  spool: Spool
  secrets: SecretBox
  /** For URLs of users. */
  fetch: OutsideFetch['fetch']
  /** Of the platforms that are connected. */
  clients: Clients
  messaging: ServiceClient<'messaging'>
  /** The origin of `PUBLIC_URL`. */
  publicOrigin: string
}

export interface RouteContext extends Context {
  /** Applies what platforms send: woken once there is more. */
  incoming: Loop
}
