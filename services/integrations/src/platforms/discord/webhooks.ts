import * as z from 'zod'
import { type Call, isRefusal } from './calls.ts'
import type { Directory } from './directory.ts'

const Webhook = z.object({ id: z.string(), token: z.string().nullish(), application_id: z.string().nullish() })

/** A webhook of ours, by which messages are written under their authors’ names. */
export interface OwnWebhook {
  id: string
  token: string
}

export interface Webhooks {
  /** The channel’s, which is made where there is none. */
  of(channelId: string, signal: AbortSignal): Promise<OwnWebhook>
  /** Calls with it; once more with another, where somebody has deleted it. */
  use<Result>(channelId: string, signal: AbortSignal, work: (webhook: OwnWebhook) => Promise<Result>): Promise<Result>
}

export function createWebhooks(call: Call, directory: Directory): Webhooks {
  const known = new Map<string, OwnWebhook>()

  const webhooks: Webhooks = {
    async of(channelId, signal) {
      const { applicationId } = await directory.self(signal)
      const found = known.get(channelId)
      if (found) return found
      const listed = z.array(Webhook).parse(await call('get', `/channels/${channelId}/webhooks`, signal))
      const own = listed.find(({ token, application_id }) => token && application_id === applicationId)
      const { id, token } =
        own ??
        Webhook.parse(await call('post', `/channels/${channelId}/webhooks`, signal, { body: { name: 'Parley' } }))
      const webhook = { id, token: token! }
      known.set(channelId, webhook)
      return webhook
    },
    async use(channelId, signal, work) {
      try {
        return await work(await webhooks.of(channelId, signal))
      } catch (error) {
        if (!isRefusal(error, 10_015)) throw error
        known.delete(channelId)
        return await work(await webhooks.of(channelId, signal))
      }
    },
  }
  return webhooks
}
