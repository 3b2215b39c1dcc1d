import { ServiceConfig } from '@parley/kit/config'

/** What the chat-engine service is configured with. */
export const Config = ServiceConfig
