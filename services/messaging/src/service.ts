import type { ServiceConfig } from '@parley/kit/config'
import { openFoundation } from '@parley/kit/foundation'
import { createInternalService } from '@parley/kit/internal-service'
import type { Service } from '@parley/kit/service'

/** The messaging service: listens, and answers the gateway. */
export function createService(config: ServiceConfig): Service {
  const foundation = openFoundation('messaging', config)
  return createInternalService('messaging', foundation, [])
}
