import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceName } from '@parley/contracts/services'
import type * as z from 'zod'
import { Config as Channels } from '../../services/channels/src/config.ts'
import { Config as ChatEngine } from '../../services/chat-engine/src/config.ts'
import { Config as Gateway } from '../../services/gateway/src/config.ts'
import { Config as Integrations } from '../../services/integrations/src/config.ts'
import { Config as Messaging } from '../../services/messaging/src/config.ts'
import { Config as SupportDesk } from '../../services/support-desk/src/config.ts'

export const root = join(import.meta.dirname, '../..')

export const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')

/** What each service reads from its environment. */
export const configs: Record<ServiceName, z.ZodObject> = {
  gateway: Gateway,
  channels: Channels,
  messaging: Messaging,
  'chat-engine': ChatEngine,
  integrations: Integrations,
  'support-desk': SupportDesk,
}

/** Variables of an environment that the service would never read. */
export const unknownVariables = (service: ServiceName, env: Record<string, string>): string[] =>
  Object.keys(env).filter((name) => !(name.replace(/_FILE$/, '') in configs[service].shape))

/** The file that a container's command starts, which must be there. */
export function entryOf(command: string[]): string {
  const [program, file] = command
  if (program !== 'node' || !file) throw new Error(`${command.join(' ')} does not start a file with node.`)
  if (!existsSync(join(root, file))) throw new Error(`${file} is not there.`)
  return file
}

/** An image with a version of its own: neither floating nor implied. */
export const pinned = /^[\w./-]+:(?!latest$|stable$|edge$)(v?\d+\.\d+(\.\d+)?(-[\w.-]+)?)$|@sha256:[0-9a-f]{64}$/
