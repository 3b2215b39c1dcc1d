import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { ParleyError } from '@parley/client/client'
import { postMessage } from '@parley/contracts/messages/messages'
import type { Person } from '@parley/testing/people'

/** A message that the platform has promised to keep. */
export interface Acknowledged {
  id: string
  channelId: string
  seq: number
  content: string
  userId: string
}

const paceMs = 25
const patienceMs = 5_000

/**
 * People who post without pause, each one message at a time. A post that fails is tried again under the same
 * idempotency key until it is acknowledged, as a client should.
 */
export function startLoad(writers: readonly { person: Person; channelId: string }[]) {
  const acknowledged: Acknowledged[] = []
  /** What a writer was answered instead of an acknowledgement; `network` when the gateway was gone. */
  const refusals = new Map<string, number>()
  let stopping = false

  async function write(person: Person, channelId: string): Promise<void> {
    for (let number = 1; !stopping; number++) {
      const content = `${person.name} ${number} in ${channelId}`
      const { data } = await insist(person, channelId, content)
      acknowledged.push({ id: data.id, channelId, seq: data.seq, content, userId: person.userId })
      await wait(paceMs)
    }
  }

  async function insist(person: Person, channelId: string, content: string) {
    const idempotencyKey = randomUUID()
    for (;;) {
      try {
        const signal = AbortSignal.timeout(patienceMs)
        return await person.call(postMessage, { channel_id: channelId, content }, { idempotencyKey, signal })
      } catch (error) {
        const kind = error instanceof ParleyError ? String(error.status) : (error as Error).name
        refusals.set(kind, (refusals.get(kind) ?? 0) + 1)
        await wait(paceMs)
      }
    }
  }

  const writing = Promise.all(writers.map(({ person, channelId }) => write(person, channelId)))
  return {
    acknowledged,
    refusals,
    /** Resolves once every post that was begun is acknowledged. */
    async stop() {
      stopping = true
      await writing
    },
  }
}
