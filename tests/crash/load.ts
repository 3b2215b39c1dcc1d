import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type CallOptions, ParleyError } from '@parley/client/client'
import { inviteWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { postMessage } from '@parley/contracts/messages/messages'
import type { Person } from '@parley/testing/people'
import { ask, type Received } from './asking.ts'

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

export interface LoadOptions {
  /** Who post without pause, each one message at a time. */
  writers: readonly { person: Person; channelId: string }[]
  /** Invites people by mail. */
  inviter: Person
  /** Who ask AI one question after another. */
  askers: readonly Person[]
  gatewayUrls: readonly string[]
}

/**
 * People who use Parley without pause. A post or an invitation that fails is tried again under the same idempotency key until
 * it is acknowledged, and an answer that is interrupted is resumed, as a client should.
 */
export function startLoad({ writers, inviter, askers, gatewayUrls }: LoadOptions) {
  let pace: Pace = 'sparse'
  const acknowledged: Acknowledged[] = []
  const invited: string[] = []
  const answers: Received[] = []
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

  async function askOn(person: Person): Promise<void> {
    while (!stopping) {
      answers.push(await ask(person, gatewayUrls))
      await wait(paces[pace])
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

  const working = Promise.all([
    ...writers.map(({ person, channelId }) => write(person, channelId)),
    ...askers.map(askOn),
    invite(),
  ])
  return {
    acknowledged,
    /** The addresses to which a mail is promised. */
    invited,
    /** What was received of each answer, to its end. */
    answers,
    refusals,
    setPace(next: Pace) {
      pace = next
    },
    /** Resolves once all that was begun is acknowledged. */
    async stop() {
      stopping = true
      await working
    },
  }
}
