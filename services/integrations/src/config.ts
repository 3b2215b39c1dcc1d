import { ServiceConfig } from '@parley/kit/config'

/** What the integrations service is configured with. */
export const Config = ServiceConfig
