import { startMessagesApi } from '@parley/testing/messages-api'
import { people } from '@parley/testing/people'
import { bootPlatform, type PlatformOptions } from '@parley/testing/platform'
import { expect } from 'vitest'

/** Parley with a scripted model behind the chat engine, and Ada, Bob, Gus and Eve. */
export async function setScene(options: PlatformOptions = {}) {
  const model = await startMessagesApi()
  const platform = await bootPlatform({
    ...options,
    serviceEnv: {
      ...options.serviceEnv,
      'chat-engine': {
        ANTHROPIC_API_KEY: model.apiKey,
        ANTHROPIC_BASE_URL: model.url,
        RUN_POLL_MS: '10',
        ...options.serviceEnv?.['chat-engine'],
      },
    },
  })
  return { platform, model, ...(await people(platform)) }
}

/** What a call is refused with. */
export const refusalOf = (call: Promise<unknown>): Promise<{ about: Readonly<Record<string, string>> }> =>
  call.then(
    () => expect.unreachable('It was not refused.'),
    (refusal) => refusal,
  )
