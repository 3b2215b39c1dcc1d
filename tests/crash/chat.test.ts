import { startMediaApi } from '@parley/testing/media-api'
import { startMessagesApi } from '@parley/testing/messages-api'
import { people } from '@parley/testing/people'
import { bootProcesses } from '../processes.ts'
import { describeChatStates } from './chat-states.ts'

const model = await startMessagesApi()
const media = await startMediaApi()
const platform = await bootProcesses({
  gateways: 2,
  chatEngines: 2,
  durable: true,
  services: ['gateway', 'channels', 'messaging', 'chat-engine'],
  serviceEnv: {
    'chat-engine': { ANTHROPIC_API_KEY: model.apiKey, ANTHROPIC_BASE_URL: model.url, ...media.settings },
  },
})
const { ada, bob } = await people(platform)
describeChatStates({ platform, model, ada, bob, drops: 12, seed: 1 })
