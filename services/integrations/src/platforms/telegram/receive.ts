import { createHmac, timingSafeEqual } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'
import * as z from 'zod'
import type { InboundRequest, RawEvent, Received } from '../platform.ts'
import { updateTypes } from './payloads.ts'

/** What Telegram sends along with what it posts: known to whoever has the bot's token. */
export const webhookSecretOf = (botToken: string): string =>
  createHmac('sha256', botToken).update('parley: webhook').digest('hex')

/**
 * An update that Telegram posts to a connection's address, once its secret is found good. Every request costs the same
 * until then, whatever is wrong with it.
 *
 * @throws ServiceError `unauthorized` for what is forged, `invalid_input` for what has the secret and is no update
 */
export function receive({ header, body }: InboundRequest, botToken: string): Received {
  const expected = Buffer.from(webhookSecretOf(botToken))
  const given = Buffer.from(header('x-telegram-bot-api-secret-token') ?? '')
  if (!timingSafeEqual(given.length === expected.length ? given : Buffer.alloc(expected.length), expected))
    throw new ServiceError('unauthorized', 'This is not sent by Telegram.')
  const event = rawEventOf(parsed(body))
  if (!event) throw new ServiceError('invalid_input', 'This is no update of Telegram’s.')
  return { events: [event] }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

const Update = z.looseObject({ update_id: z.int() })
const Content = z.object({ chat: z.object({ id: z.int() }), date: z.int().optional() })

/** An update as it is kept; undefined for what is none. */
export function rawEventOf(given: unknown): RawEvent | undefined {
  const { data: update } = Update.safeParse(given)
  if (!update) return undefined
  const { data: content } = Content.safeParse(updateTypes.map((type) => update[type]).find(Boolean))
  return {
    id: String(update.update_id),
    channelId: content ? String(content.chat.id) : null,
    at: content?.date === undefined ? null : new Date(content.date * 1_000),
    payload: update,
  }
}
