import { createHmac, timingSafeEqual } from 'node:crypto'
import { ServiceError } from '@parley/kit/errors'
import type { AppReceived, InboundRequest, RawEvent } from '../platform.ts'
import { Delivery } from './payloads.ts'

/** Slack sends at once; what is older was sent by somebody who has recorded it. */
const maxAgeS = 5 * 60

/**
 * What Slack posts to a connection's address, or an app's, once its signature is found good. Every request costs the same until
 * then, whatever is wrong with it.
 *
 * @throws ServiceError `unauthorized` for what is forged or stale, `invalid_input` for what is signed and no delivery
 */
export function receive({ header, body }: InboundRequest, signingSecret: string, now: Date): AppReceived {
  const timestamp = header('x-slack-request-timestamp') ?? ''
  const given = Buffer.from(header('x-slack-signature') ?? '')
  const signed = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex')
  const expected = Buffer.from(`v0=${signed}`)
  const isSigned = timingSafeEqual(given.length === expected.length ? given : Buffer.alloc(expected.length), expected)
  const isRecent = Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= maxAgeS
  if (!isSigned || !isRecent) throw new ServiceError('unauthorized', 'This is not signed by Slack, or too old.')

  const { data } = Delivery.safeParse(parsed(body))
  if (!data) throw new ServiceError('invalid_input', 'This is no delivery of Slack’s Events API.')
  switch (data.type) {
    case 'url_verification':
      return { body: { challenge: data.challenge }, events: [], accountId: null, appId: null }
    case 'app_rate_limited': {
      const { team_id: team, minute_rate_limited: minute, type } = data
      const event = { id: `rate-limited:${minute}`, channelId: null, at: null, payload: { team, event: { type } } }
      return { events: [event], ...sentTo(data) }
    }
    case 'event_callback': {
      const { event_id: id, event_time: at, team_id: team, event } = data
      return {
        events: [{ id, channelId: channelOf(event), at: at ? new Date(at * 1_000) : null, payload: { team, event } }],
        ...sentTo(data),
      }
    }
  }
}

const sentTo = ({
  team_id,
  api_app_id,
}: {
  team_id?: string | null | undefined
  api_app_id?: string | null | undefined
}) => ({
  accountId: team_id ?? null,
  appId: api_app_id ?? null,
})

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Events name their channel in one of three ways. */
function channelOf(event: Record<string, unknown>): RawEvent['channelId'] {
  const { channel, item } = event as { channel?: unknown; item?: { channel?: unknown } }
  const found = typeof channel === 'object' && channel ? (channel as { id?: unknown }).id : (channel ?? item?.channel)
  return typeof found === 'string' && found.length <= 200 ? found : null
}
