import { ServiceConfig } from '@parley/kit/config'

/** What the support-desk service is configured with. */
export const Config = ServiceConfig
