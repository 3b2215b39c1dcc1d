import { randomBytes, randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { startServer } from '../json-server.ts'

/** A program that speaks signed webhooks in both directions. */
export interface WebhookProgram {
  credentials: { secret: string; url: string }
  /** What it was sent, verified, in order. */
  received: Record<string, unknown>[]
  /** What it answers from now on; 200 if undefined. */
  answer: { status?: number; headers?: Record<string, string> }
  /** Posts an event, signed, and answers the status. */
  deliver(eventsUrl: string, payload: unknown, options?: { id?: string; at?: Date; secret?: string }): Promise<Response>
}

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export async function startWebhookProgram(): Promise<WebhookProgram> {
  const secret = newSecret()
  const received: Record<string, unknown>[] = []
  const program: Pick<WebhookProgram, 'answer'> = { answer: {} }
  const { url } = await startServer(({ body, headers }, response) => {
    const verified = new Webhook(secret).verify(body, headers as Record<string, string>)
    const { status = 200, headers: answered = {} } = program.answer
    if (status === 200) received.push(verified as Record<string, unknown>)
    response.writeHead(status, answered).end()
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
