import type { ServiceRuntime } from '@parley/kit/runtime'
import type { ServiceClient } from '@parley/kit/service-client'
import type { DB } from '../schema.ts'

/** Dependencies of what AI does at the desk. */
export interface AiContext extends Pick<ServiceRuntime<DB>, 'db' | 'log' | 'work'> {
  /** Undefined where the operator has turned AI off: what was asked for before is dropped. */
  chatEngine: ServiceClient<'chat-engine'> | undefined
}
