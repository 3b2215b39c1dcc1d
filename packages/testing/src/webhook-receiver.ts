import { Webhook } from 'standardwebhooks'
import { startServer } from './json-server.ts'

/** An event as it was received. */
export interface ReceivedEvent {
  /** The header `webhook-id`. */
  id: string
  type: string
  channel_id?: string
  conversation_id?: string
  // biome-ignore lint/suspicious/noExplicitAny: its shape is its event's; a test compares what it expects.
  data: any
  signatures: string[]
}

/** A program that events are posted to. */
export interface WebhookReceiver {
  url: string
  /** What it has taken, in order, each with a good signature. */
  received: ReceivedEvent[]
  /** How many requests it had. */
  requests: number
  /** What it verifies with; nothing is verified before it is known. */
  secret: string | undefined
  /** What it answers from now on; 200 if undefined. `hang` answers nothing. */
  answer: { status?: number; headers?: Record<string, string>; hangs?: boolean } | undefined
  /** Whether it answers challenges. */
  isHonest: boolean
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const state: Omit<WebhookReceiver, 'url'> = {
    received: [],
    requests: 0,
    secret: undefined,
    answer: undefined,
    isHonest: true,
  }
  const { url } = await startServer(({ body, headers }, response) => {
    const event = JSON.parse(body) as ReceivedEvent
    if (event.type === 'webhook.verification') {
      response.end(state.isHonest ? JSON.stringify({ challenge: event.data.challenge }) : 'thanks')
      return
    }
    state.requests += 1
    const { status = 200, headers: answered = {}, hangs = false } = state.answer ?? {}
    if (hangs) return
    if (state.secret !== undefined) new Webhook(state.secret).verify(body, headers as Record<string, string>)
    const signatures = String(headers['webhook-signature']).split(' ')
    if (status === 200) state.received.push({ ...event, id: String(headers['webhook-id']), signatures })
    response.writeHead(status, answered).end('noted')
  })
  return Object.assign(state, { url: `${url}/parley` })
}
