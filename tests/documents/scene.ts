import { createChannel } from '@parley/contracts/channels/channels'
import { createApiKey } from '@parley/contracts/identity/api-keys'
import { postMessage } from '@parley/contracts/messages/messages'
import { encodeId } from '@parley/contracts/type-id'
import type { TestDatabase } from '@parley/testing/database'
import { type People, type Person, people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { expect } from 'vitest'

export const anId = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
export const aTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

/** An answer as a client sees it that was written from the API documents of channels and of messages alone. */
export interface Documented {
  status: number
  body: unknown
}

export interface Scene extends People {
  database: TestDatabase
  /** A channel of Ada's, with Bob in it. */
  channelId: string
  /** Asks as the documents' samples do: with an API key of Ada's as the bearer. */
  ask(method: string, path: string, request?: { query?: Record<string, unknown>; body?: unknown }): Promise<Documented>
  /** A message of Ada's in that channel by default. */
  post(content: string, more?: { parent_message_id?: string; by?: Person }): Promise<string>
  newChannel(name: string, more?: { member_ids?: string[] }): Promise<string>
  /** The workspace's ids as the two forms in which any id may be given. */
  forms(prefix: Parameters<typeof encodeId>[0], uuid: string): [string, string]
}

/** A platform with the people and the channel that the documents' samples speak of. */
export async function openScene(): Promise<Scene> {
  const platform = await bootPlatform()
  const they = await people(platform)
  const { ada, bob } = they
  const { data: key } = await ada.call(createApiKey, { name: 'documents', scopes: ['read', 'write', 'admin'] })
  const keyed = platform.client(key.key)
  const newChannel: Scene['newChannel'] = async (name, more = {}) =>
    (await ada.call(createChannel, { workspace_id: ada.workspaceId, name, channel_type: 'text', ...more })).channel.id
  const channelId = await newChannel('product-launches', { member_ids: [bob.userId] })
  return {
    ...they,
    database: platform.database,
    channelId,
    newChannel,
    async ask(method, path, { query, body } = {}) {
      const answer = await keyed.request(method, path, { ...(query && { query }), ...(body !== undefined && { body }) })
      return { status: answer.status, body: answer.body }
    },
    async post(content, { by = ada, ...more } = {}) {
      return (await by.call(postMessage, { channel_id: channelId, content, ...more })).data.id
    },
    forms: (prefix, uuid) => [uuid, encodeId(prefix, uuid)],
  }
}
