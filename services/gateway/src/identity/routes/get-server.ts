import { listEngines } from '@parley/contracts/chat/engines'
import { getServer } from '@parley/contracts/identity/server'
import { type LimitName, limitClasses } from '@parley/contracts/limits'
import { uploadLimits } from '@parley/contracts/messages/files'
import { maxContentLength } from '@parley/contracts/messages/message'
import { ok, slowRoute } from '@parley/kit/route'
import { createServiceClient } from '@parley/kit/service-client'
import type { Trace } from '@parley/kit/trace'
import type { Config } from '../../config.ts'
import type { GatewayContext } from '../../context.ts'
import { version } from '../../version.ts'
import { succeeded } from '../answers.ts'
import { maxKeys } from '../store/api-keys.ts'

/** How long the answer of the chat engine is shown before it is asked again, and how long it may take. */
const freshMs = 60_000
const timeoutMs = 2_000

/** Slow, since it may wait for the chat engine. */
export const getServerRoute = ({ config, log }: GatewayContext) => {
  const chatEngine = createServiceClient<'chat-engine'>('gateway', {
    signingKey: config.INTERNAL_SIGNING_KEY,
    urls: { 'chat-engine': config.CHAT_ENGINE_URL },
    timeoutMs,
  })
  let engines: string[] = []
  let freshUntil = 0

  /** Those that were known last, while the chat engine cannot be asked. */
  async function enginesHere(trace: Trace): Promise<string[]> {
    if (Date.now() < freshUntil) return engines
    try {
      ;({ engines } = await chatEngine.call(listEngines, {}, { workspaceId: null, userId: null, trace }))
      freshUntil = Date.now() + freshMs
    } catch (error) {
      log.debug({ err: error }, 'the chat engine did not say which engines it has')
    }
    return engines
  }

  const server = {
    version,
    public_url: config.PUBLIC_URL,
    configured: {
      mail: config.SMTP_URL !== undefined,
      push: config.VAPID_PRIVATE_KEY !== undefined,
      // No service brings one yet.
      platforms: [],
    },
    limits: {
      message_characters: maxContentLength,
      files_per_message: uploadLimits.maxFiles,
      file_bytes: uploadLimits.maxFileBytes,
      api_keys: maxKeys,
      requests: config.RATE_LIMITS ? requestLimits(config) : {},
    },
  }
  return slowRoute(getServer, async ({ trace }) => {
    const configured = { ...server.configured, engines: await enginesHere(trace) }
    return ok(succeeded({ ...server, configured }))
  })
}

const requestLimits = (config: Config) =>
  Object.fromEntries(
    Object.entries(limitClasses).map(([name, { seconds }]) => [
      name,
      { requests: config[`RATE_LIMIT_${name.toUpperCase() as Uppercase<LimitName>}`], seconds },
    ]),
  )
