import { createAvatarUrls, showAvatarsOfAnswers } from '@parley/files/avatar-urls'
import { createInternalService } from '@parley/kit/internal-service'
import { openRuntime } from '@parley/kit/runtime'
import type { Service } from '@parley/kit/service'
import type { Config } from './config.ts'
import type { DB } from './schema.ts'

/** The chat-engine service: listens, and answers the gateway. */
export function createService(config: Config): Service {
  const runtime = openRuntime<DB>('chat-engine', config)
  return createInternalService('chat-engine', runtime, [], showAvatarsOfAnswers(createAvatarUrls(config)))
}
