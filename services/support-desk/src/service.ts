import type { ServiceConfig } from '@parley/kit/config'
import { openFoundation } from '@parley/kit/foundation'
import { createInternalService } from '@parley/kit/internal-service'
import type { Service } from '@parley/kit/service'

/** The support-desk service: listens, and answers the gateway. */
export function createService(config: ServiceConfig): Service {
  const foundation = openFoundation('support-desk', config)
  return createInternalService('support-desk', foundation, [])
}
