import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { createEventLine, type EventFault, type EventLine, type FaultSource } from '../faults.ts'
import type { SlackInstallation } from './records.ts'

/** An event of the Events API in its envelope. */
export interface SlackEnvelope {
  event_id: string
  event: { type: string; subtype?: string; [field: string]: unknown }
  [field: string]: unknown
}

/** What became of one attempt to deliver an event. */
export interface SlackDelivery {
  eventId: string
  /** `message/message_changed`, `reaction_added` */
  event: string
  /** 0 at first. */
  retry: number
  /** Undefined where no answer came in time. */
  status: number | undefined
}

export interface SlackEventOptions {
  signingSecret: string
  installation: SlackInstallation
  /** An answer later than this is none. */
  acknowledgeWithinMs: number
  /** How long is waited before each repetition. */
  retryAfterMs: readonly number[]
  faults: FaultSource<EventFault>
}

export interface SlackEvents extends Pick<EventLine<SlackEnvelope>, 'settled' | 'close'> {
  emit(eventId: string, event: SlackEnvelope['event']): void
  /** Sends events to this URL from now on, once it has given the challenge back. */
  subscribe(url: string): Promise<void>
  readonly deliveries: SlackDelivery[]
}

/** The headers that Slack signs a body with. */
export function signedHeaders(body: string, secret: string, at = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return {
    'content-type': 'application/json',
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  }
}

export function createSlackEvents(options: SlackEventOptions): SlackEvents {
  const { signingSecret, installation, acknowledgeWithinMs, retryAfterMs, faults } = options
  const { teamId, appId, botUserId } = installation
  const deliveries: SlackDelivery[] = []
  let url: string | undefined

  async function post(to: string, body: string, further: Record<string, string>, signal: AbortSignal) {
    const headers = { ...signedHeaders(body, signingSecret), ...further }
    const answer = await fetch(to, { method: 'POST', headers, body, signal, redirect: 'manual' })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }

  async function deliver(to: string, envelope: SlackEnvelope, closing: AbortSignal): Promise<void> {
    const { event_id: eventId } = envelope
    const body = JSON.stringify(envelope)
    let reason: string | undefined
    for (const [retry, afterMs] of [0, ...retryAfterMs].entries()) {
      if (afterMs > 0) await wait(afterMs, undefined, { signal: closing })
      const signal = AbortSignal.any([closing, AbortSignal.timeout(acknowledgeWithinMs)])
      const further = reason && { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': reason }
      const answer = await post(to, body, further || {}, signal).catch(() => undefined)
      closing.throwIfAborted()
      deliveries.push({ eventId, event: nameOf(envelope), retry, status: answer?.status })
      if (answer && answer.status >= 200 && answer.status < 300) return
      if (answer?.headers.get('x-slack-no-retry') === '1') return
      reason = answer ? 'http_error' : signal.aborted ? 'http_timeout' : 'connection_failed'
    }
  }

  const line = createEventLine<SlackEnvelope>(faults, nameOf, async (envelope, signal) => {
    if (url !== undefined) await deliver(url, envelope, signal)
  })

  return {
    deliveries,
    settled: line.settled,
    close: line.close,
    emit: (eventId, event) =>
      line.send({
        token: 'deprecated',
        team_id: teamId,
        api_app_id: appId,
        event,
        type: 'event_callback',
        event_id: eventId,
        event_time: Math.floor(Date.now() / 1000),
        authorizations: [
          { enterprise_id: null, team_id: teamId, user_id: botUserId, is_bot: true, is_enterprise_install: false },
        ],
        is_ext_shared_channel: false,
        event_context: `4-${eventId}`,
      }),
    async subscribe(to) {
      const challenge = 'challenge-of-the-double'
      const body = JSON.stringify({ token: 'deprecated', challenge, type: 'url_verification' })
      const { status, text } = await post(to, body, {}, AbortSignal.timeout(acknowledgeWithinMs))
      const isGivenBack = status === 200 && (text === challenge || text === JSON.stringify({ challenge }))
      if (!isGivenBack) throw new Error(`The URL answered the challenge with ${status}: ${text}`)
      url = to
    },
  }
}

const nameOf = ({ event: { type, subtype } }: SlackEnvelope): string => (subtype ? `${type}/${subtype}` : type)
