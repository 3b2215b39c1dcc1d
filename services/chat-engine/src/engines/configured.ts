import type { Config } from '../config.ts'
import { createAnthropicEngine } from './anthropic.ts'
import type { Engine } from './engine.ts'
import { createLocalEngine } from './local.ts'

/** The engine that is configured: Claude where there is a key, and otherwise the one that needs none. */
export const engineOf = ({ ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl }: Config): Engine =>
  apiKey === undefined
    ? createLocalEngine()
    : createAnthropicEngine({
        apiKey,
        ...(baseUrl !== undefined && { baseUrl }),
        attempts: 4,
        backoffMs: 500,
        maxWaitMs: 20_000,
        silenceMs: 60_000,
      })
