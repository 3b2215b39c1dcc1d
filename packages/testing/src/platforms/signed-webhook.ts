import { randomBytes, randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { startServer } from '../json-server.ts'
import { answerThrough, type CallFault, createFaults, type Faults } from './faults.ts'

/** A program that speaks signed webhooks in both directions. */
export interface WebhookProgram {
  credentials: { secret: string; url: string }
  /** What it was sent, verified, in order. */
  received: Record<string, unknown>[]
  /** What it answers from now on; 200 if undefined. */
  answer: { status?: number; headers?: Record<string, string> }
  /** What goes wrong with what it is sent, such as `message` and `reaction.added`. */
  readonly faults: { calls: Faults<CallFault> }
  /** Posts an event, signed, and answers the status. */
  deliver(eventsUrl: string, payload: unknown, options?: { id?: string; at?: Date; secret?: string }): Promise<Response>
}

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export async function startWebhookProgram(): Promise<WebhookProgram> {
  const secret = newSecret()
  const received: Record<string, unknown>[] = []
  const program: Pick<WebhookProgram, 'answer'> = { answer: {} }
  const calls = createFaults<CallFault>()
  const { url } = await startServer(async ({ body, headers }, response) => {
    const verified = new Webhook(secret).verify(body, headers as Record<string, string>) as Record<string, unknown>
    await answerThrough(calls.take(String(verified.type)), response, {
      work: () => {
        const { status = 200, headers: answered = {} } = program.answer
        if (status === 200) received.push(verified)
        return { status, answered }
      },
      give: ({ status, answered }) => void response.writeHead(status, answered).end(),
      limit: ({ retryAfterS }) => void response.writeHead(429, { 'retry-after': String(retryAfterS) }).end(),
    })
  })
  return {
    credentials: { secret, url: `${url}/parley` },
    received,
    get answer() {
      return program.answer
    },
    set answer(given) {
      program.answer = given
    },
    faults: { calls },
    deliver(eventsUrl, payload, { id = randomUUID(), at = new Date(), secret: signedWith = secret } = {}) {
      const body = JSON.stringify(payload)
      return fetch(eventsUrl, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': new Webhook(signedWith).sign(id, at, body),
        },
      })
    },
  }
}
