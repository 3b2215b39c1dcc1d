import { ServiceConfig } from '@parley/kit/config'

/** What the messaging service is configured with. */
export const Config = ServiceConfig
