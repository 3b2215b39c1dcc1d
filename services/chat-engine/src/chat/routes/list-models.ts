import { listModels } from '@parley/contracts/chat/models'
import { ok, route } from '@parley/kit/route'
import { isAllowed, localModel } from '../../config.ts'
import type { ChatContext } from '../chat.ts'

/** Models that are known by name; a list of the operator's may take others. */
const known = [
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-opus-5',
  'claude-sonnet-5',
  'claude-opus-4-8',
  'claude-opus-4-7',
  'claude-opus-4-6',
  'claude-sonnet-4-6',
  'claude-haiku-4-5',
]

export const listModelsRoute = ({ config }: ChatContext) => {
  const hasKey = config.ANTHROPIC_API_KEY !== undefined
  const reason = hasKey ? null : 'ANTHROPIC_API_KEY is not set: local answers in its place.'
  const named = config.CHAT_MODELS.filter((model) => !model.endsWith('*'))
  const models = new Set([
    config.CHAT_MODEL,
    ...named,
    ...known.filter((model) => isAllowed(model, config.CHAT_MODELS)),
  ])
  const data = [...models].map((id) => ({
    id,
    is_default: hasKey && id === config.CHAT_MODEL,
    is_available: hasKey,
    reason,
  }))
  const local = {
    id: localModel,
    is_default: !hasKey,
    is_available: !hasKey,
    reason: hasKey ? 'A key for models is set.' : null,
  }
  return route(listModels, () => ok({ success: true as const, data: [...data, local] }))
}
