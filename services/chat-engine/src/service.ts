import type { ServiceConfig } from '@parley/kit/config'
import { openFoundation } from '@parley/kit/foundation'
import { createInternalService } from '@parley/kit/internal-service'
import type { Service } from '@parley/kit/service'

/** The chat-engine service: listens, and answers the gateway. */
export function createService(config: ServiceConfig): Service {
  const foundation = openFoundation('chat-engine', config)
  return createInternalService('chat-engine', foundation, [])
}
