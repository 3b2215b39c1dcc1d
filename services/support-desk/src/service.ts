import type { ServiceConfig } from '@parley/kit/config'
import { createInternalService } from '@parley/kit/internal-service'
import { openRuntime } from '@parley/kit/runtime'
import type { Service } from '@parley/kit/service'
import type { DB } from './schema.ts'

/** The support-desk service: listens, and answers the gateway. */
export function createService(config: ServiceConfig): Service {
  const runtime = openRuntime<DB>('support-desk', config)
  return createInternalService('support-desk', runtime, [])
}
