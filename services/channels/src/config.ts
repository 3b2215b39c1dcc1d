import { ServiceConfig } from '@parley/kit/config'

/** What the channels service is configured with. */
export const Config = ServiceConfig
