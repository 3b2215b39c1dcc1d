import { OutsideError } from '@parley/kit/outside/error'
import type { OutsideFetch } from '@parley/kit/outside/fetch'
import webPush from 'web-push'
import type { Db } from '../db.ts'
import { deleteDead, listReceivers, type Receiver } from './store.ts'
import type { Vapid } from './vapid.ts'

/** A notification as `push.js` gets it. */
export interface PushMessage {
  title: string
  body: string
  /** Where a click leads, within this deployment. */
  path: string
  /** Takes the place of an earlier one of the same topic, not sent yet or still shown: at most 32 characters of base64url. */
  topic?: string
}

export type Sent = 'sent' | 'gone' | 'failed'

const timeoutMs = 10_000
const maxAnswerBytes = 64 * 1024
/** A push service keeps it this long for a browser that is offline. */
const keptSeconds = 24 * 3_600
/** What RFC 8030 has every push service take is 4,096 bytes, encryption included. */
const maxBodyLength = 1_000

/**
 * Sends notifications by Web Push: encrypted for each browser (RFC 8291), to whatever address it named, as that is a
 * public one.
 *
 * @param options.contact how push services reach the operator: an https or mailto URL
 */
export function createPush(options: { db: Db; outside: Pick<OutsideFetch, 'fetch'>; vapid: Vapid; contact: string }) {
  const { db, outside, vapid, contact } = options

  async function sendTo(receiver: Receiver, text: string, topic: string | undefined): Promise<Sent> {
    const { endpoint, p256dh, auth } = receiver
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, text, {
      vapidDetails: { subject: contact, ...vapid },
      TTL: keptSeconds,
      ...(topic !== undefined && { topic }),
    })
    try {
      const { status } = await outside.fetch(endpoint, {
        method: 'POST',
        headers: headers as Record<string, string>,
        body: body!,
        timeoutMs,
        maxBytes: maxAnswerBytes,
        maxRedirects: 0,
      })
      if (status !== 404 && status !== 410) return status < 300 ? 'sent' : 'failed'
    } catch (error) {
      if (error instanceof OutsideError) return 'failed'
      throw error
    }
    await deleteDead(db, receiver)
    return 'gone'
  }

  return {
    /** Notifies a person in all their browsers; those that a push service says are gone are deleted. */
    async send(userId: string, { title, body, path, topic }: PushMessage): Promise<Sent[]> {
      const shown = { title: title.slice(0, 200), body: body.slice(0, maxBodyLength), path, topic }
      const receivers = await listReceivers(db, userId)
      return Promise.all(receivers.map((receiver) => sendTo(receiver, JSON.stringify(shown), topic)))
    },
  }
}

export type Push = ReturnType<typeof createPush>
