import { setTimeout as wait } from 'node:timers/promises'
import { createEventLine, type EventFault, type FaultSource } from '../faults.ts'
import { TelegramRefusal, type TelegramUpdate } from './chats.ts'

/** Delivered to those alone who ask for them by name. */
const unusual = new Set(['message_reaction', 'message_reaction_count', 'chat_member'])

interface NumberedUpdate {
  update_id: number
  [type: string]: unknown
}

/** Where updates go: to a URL, or to whoever asks for them. */
export function createUpdates(faults: FaultSource<EventFault>, retryAfterMs: number) {
  let pending: NumberedUpdate[] = []
  let webhook: { url: string; secret: string | undefined } | undefined
  let allowed: readonly string[] | undefined
  let lastId = 500_000
  let poll: { wake: () => void; isReplaced: boolean } | undefined

  const line = createEventLine<NumberedUpdate>(
    faults,
    (update) => Object.keys(update).find((key) => key !== 'update_id') ?? '',
    async (update, signal) => {
      if (webhook) return await post(update, signal)
      pending.push(update)
      poll?.wake()
    },
  )

  /** An update is repeated until it is taken. */
  async function post(update: NumberedUpdate, signal: AbortSignal): Promise<void> {
    while (webhook) {
      const { url, secret } = webhook
      const headers = {
        'content-type': 'application/json',
        ...(secret !== undefined && { 'x-telegram-bot-api-secret-token': secret }),
      }
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(update), signal }).catch(
        () => undefined,
      )
      signal.throwIfAborted()
      await answer?.body?.cancel()
      if (answer?.ok) return
      await wait(retryAfterMs, undefined, { signal })
    }
  }

  return {
    settled: line.settled,
    close: () => {
      line.close()
      poll?.wake()
    },
    deliver({ type, ...content }: TelegramUpdate): void {
      if (allowed ? !allowed.includes(type) : unusual.has(type)) return
      lastId += 1
      line.send({ update_id: lastId, [type]: content })
    },
    setWebhook(url: string, secret: string | undefined, types: readonly string[] | undefined): true {
      if (types) allowed = types.length > 0 ? types : undefined
      webhook = url === '' ? undefined : { url, secret }
      if (webhook) for (const update of pending.splice(0)) line.send(update)
      return true
    },
    dropPending(): void {
      pending = []
    },
    webhookInfo: () => ({
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: pending.length,
      ...(allowed && { allowed_updates: allowed }),
    }),
    /** Waits for updates; those before `offset` are never delivered again. */
    async poll(fields: { offset?: number; limit?: number; timeout?: number; allowed_updates?: readonly string[] }) {
      if (webhook)
        throw new TelegramRefusal(
          409,
          "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
      if (fields.allowed_updates) allowed = fields.allowed_updates.length > 0 ? fields.allowed_updates : undefined
      if (poll) {
        poll.isReplaced = true
        poll.wake()
      }
      const { offset = 0, limit = 100, timeout = 0 } = fields
      pending = pending.filter(({ update_id }) => update_id >= offset)
      const mine = { wake: () => {}, isReplaced: false }
      poll = mine
      if (pending.length === 0 && timeout > 0)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeout * 1000)
          mine.wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      if (poll === mine) poll = undefined
      if (mine.isReplaced)
        throw new TelegramRefusal(
          409,
          'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
        )
      return pending.slice(0, limit)
    },
  }
}
