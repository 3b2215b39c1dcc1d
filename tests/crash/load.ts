import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type CallOptions, ParleyError } from '@parley/client/client'
import { inviteWorkspaceMember } from '@parley/contracts/identity/workspaces'
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

/** The pause between a writer's calls: around a kill, where it matters how many are in flight, and at other times. */
const paces = { dense: 20, sparse: 200 }
export type Pace = keyof typeof paces

const timeoutMs = 5_000

/**
 * People who post without pause, each one message at a time, and one who invites people by mail. What fails is tried
 * again under the same idempotency key until it is acknowledged, as a client should.
 */
export function startLoad(writers: readonly { person: Person; channelId: string }[], inviter: Person) {
  let pace: Pace = 'sparse'
  const acknowledged: Acknowledged[] = []
  const invited: string[] = []
  /** What a writer was answered instead of an acknowledgement; an error's name when the gateway was gone. */
  const refusals = new Map<string, number>()
  let stopping = false

  async function write(person: Person, channelId: string): Promise<void> {
    for (let number = 1; !stopping; number++) {
      const content = `${person.name} ${number} in ${channelId}`
      const { data } = await retryUntilDone((options) =>
        person.call(postMessage, { channel_id: channelId, content }, options),
      )
      acknowledged.push({ id: data.id, channelId, seq: data.seq, content, userId: person.userId })
      await wait(paces[pace])
    }
  }

  async function invite(): Promise<void> {
    const { workspaceId: id } = inviter
    for (let number = 1; !stopping; number++) {
      const email = `guest-${number}@parley.test`
      await retryUntilDone((options) => inviter.call(inviteWorkspaceMember, { id, email, role: 'guest' }, options))
      invited.push(email)
      await wait(2 * paces[pace])
    }
  }

  async function retryUntilDone<A>(attempt: (options: CallOptions) => Promise<A>): Promise<A> {
    const idempotencyKey = randomUUID()
    for (;;) {
      try {
        return await attempt({ idempotencyKey, signal: AbortSignal.timeout(timeoutMs) })
      } catch (error) {
        const kind = error instanceof ParleyError ? String(error.status) : (error as Error).name
        refusals.set(kind, (refusals.get(kind) ?? 0) + 1)
        await wait(paces[pace])
      }
    }
  }

  const writing = Promise.all([...writers.map(({ person, channelId }) => write(person, channelId)), invite()])
  return {
    acknowledged,
    /** The addresses to which a mail is promised. */
    invited,
    refusals,
    setPace(next: Pace) {
      pace = next
    },
    /** Resolves once all that was begun is acknowledged. */
    async stop() {
      stopping = true
      await writing
    },
  }
}
