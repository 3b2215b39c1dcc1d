import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Config } from './config.ts'
import type { Credentials } from './identity/credentials.ts'
import type { Mailer } from './mail/mailer.ts'
import type { DB } from './schema.ts'

/** What the gateway's parts share. */
export interface GatewayContext extends ServiceRuntime<DB> {
  config: Config
  credentials: Credentials
  mailer: Mailer
}
