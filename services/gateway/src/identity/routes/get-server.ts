import { getServer } from '@parley/contracts/identity/server'
import { type LimitName, limitClasses } from '@parley/contracts/limits'
import { uploadLimits } from '@parley/contracts/messages/files'
import { maxContentLength } from '@parley/contracts/messages/message'
import { ok, route } from '@parley/kit/route'
import type { Config } from '../../config.ts'
import type { GatewayContext } from '../../context.ts'
import { version } from '../../version.ts'
import { succeeded } from '../answers.ts'
import { maxKeys } from '../store/api-keys.ts'

export const getServerRoute = ({ config }: GatewayContext) => {
  const server = {
    version,
    public_url: config.PUBLIC_URL,
    configured: {
      mail: config.SMTP_URL !== undefined,
      push: config.VAPID_PRIVATE_KEY !== undefined,
      // No service brings one yet.
      engines: [],
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
  return route(getServer, () => ok(succeeded(server)))
}

const requestLimits = (config: Config) =>
  Object.fromEntries(
    Object.entries(limitClasses).map(([name, { seconds }]) => [
      name,
      { requests: config[`RATE_LIMIT_${name.toUpperCase() as Uppercase<LimitName>}`], seconds },
    ]),
  )
