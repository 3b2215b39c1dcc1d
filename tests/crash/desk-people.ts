import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type CallOptions, ParleyError } from '@parley/client/client'
import { updateAgentConversation } from '@parley/contracts/desk/conversation-actions'
import { listAgentConversations } from '@parley/contracts/desk/conversation-lists'
import {
  assignAgentConversation,
  markAgentConversationRead,
  resolveAgentConversation,
} from '@parley/contracts/desk/conversations'
import { createNote, sendAgentMessage } from '@parley/contracts/desk/messages'
import { rateInWidget, readInWidget, sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import type { Person } from '@parley/testing/people'
import { randomOf } from '@parley/testing/random'
import type { TestVisitor } from '@parley/testing/visitors'
import type { View } from './desk-views.ts'

/** What people do in a day, each of which has to happen. */
export const deeds = [
  ...(['write', 'reopen', 'look', 'rate'] as const),
  ...(['answer', 'note', 'transfer', 'snooze', 'read', 'resolve'] as const),
] as const
export type Deed = (typeof deeds)[number]

/** A message or note that the platform has promised to keep. */
export interface Promised {
  conversationId: string
  id: string
  seq: number
  content: string
}

export interface DeskVisitor {
  name: string
  visitor: TestVisitor
  view: View
  /** They are deleted in the middle, or a conversation of theirs is, and rate nothing: what an agent was rated stays. */
  isDoomed: boolean
}

const timeoutMs = 5_000
const retryMs = 100
const snoozeMs = 3_000

/**
 * Agents and visitors who do at random what they do all day, by a seed, from `begin` to `stop`. What fails is tried again under
 * the same key until it is answered for good, which may be a refusal: another agent was first, or it is gone.
 */
export function startDeskDay({
  agents,
  visitors,
  seed,
  pauseMs,
}: {
  agents: readonly Person[]
  visitors: readonly DeskVisitor[]
  seed: number
  /** How long visitors think at most before they do something again; agents a tenth of it. */
  pauseMs: number
}) {
  const promised: Promised[] = []
  const done = new Map<Deed, number>()
  const refusals = new Map<string, number>()
  const gone: string[] = []
  let stopping = false

  const count = (deed: Deed) => done.set(deed, (done.get(deed) ?? 0) + 1)
  const note = (kind: string) => refusals.set(kind, (refusals.get(kind) ?? 0) + 1)

  /** What a call is answered in the end; undefined where that is a refusal. Each attempt asks for the same: its key is for that. */
  async function settled<A>(call: (options: CallOptions) => Promise<A>): Promise<A | undefined> {
    const idempotencyKey = randomUUID()
    for (;;) {
      try {
        return await call({ idempotencyKey, signal: AbortSignal.timeout(timeoutMs) })
      } catch (error) {
        note(kindOf(error as Error))
        if (error instanceof ParleyError && isFinal(error)) return undefined
        await wait(retryMs)
      }
    }
  }

  /** The same of what people do all day, which is counted. */
  async function attempt<A>(deed: Deed, call: (options: CallOptions) => Promise<A>): Promise<A | undefined> {
    const answer = await settled(call)
    if (answer !== undefined) count(deed)
    return answer
  }

  const keep = (said: Promised | undefined) => {
    if (said) promised.push(said)
    return said
  }

  async function visitorsDay({ name, visitor, view, isDoomed }: DeskVisitor, random: () => number): Promise<void> {
    for (let number = 1; !stopping; number++) {
      await wait(random() * pauseMs)
      const shown = [...view.conversations.values()].at(-1)?.shown
      const roll = random()
      if (shown?.status === 'CLOSED' && !isDoomed && roll < 0.6) {
        const score = 1 + Math.floor(random() * 5)
        const rated = await settled((options) => visitor.call(rateInWidget, { score }, options))
        // Of one that nobody had, no agent is rated.
        if (rated?.agent) count('rate')
      } else if (shown && roll < 0.3) await attempt('look', (options) => visitor.call(readInWidget, {}, options))
      else {
        const content = `${name} writes ${number}`
        const said = keep(await attempt('write', (options) => visitor.call(sendWidgetMessage, { content }, options)))
        if (!said) {
          gone.push(name)
          return
        }
        if (shown?.status === 'CLOSED' && said.conversationId === shown.id) count('reopen')
      }
    }
  }

  async function agentsDay(agent: Person, random: () => number): Promise<void> {
    const others = agents.filter((other) => other !== agent)
    for (let number = 1; !stopping; number++) {
      await wait((random() * pauseMs) / 10)
      const status = random() < 0.5 ? 'waiting' : 'active'
      const page = await settled((options) => agent.call(listAgentConversations, { status, limit: 20 }, options))
      // Several agents see the same one first, and race for it.
      const conversation = page?.conversations.at(random() < 0.5 ? 0 : Math.floor(random() * page.conversations.length))
      if (!conversation) continue
      const { id } = conversation
      const roll = random()
      const content = `${agent.name} says ${number}`
      if (roll < 0.55)
        keep(await attempt('answer', (options) => agent.call(sendAgentMessage, { id, content }, options)))
      else if (roll < 0.65) {
        const given = { id, content: `${agent.name} notes ${number}` }
        keep(await attempt('note', (options) => agent.call(createNote, given, options)))
      } else if (roll < 0.75) {
        const agentId = others[Math.floor(random() * others.length)]!.userId
        await attempt('transfer', (options) => agent.call(assignAgentConversation, { id, agentId }, options))
      } else if (roll < 0.83) {
        const until = random() < 0.5 ? { snoozedUntil: new Date(Date.now() + snoozeMs).toISOString() } : {}
        await attempt('snooze', (options) =>
          agent.call(updateAgentConversation, { id, isSnoozed: true, ...until }, options),
        )
      } else if (roll < 0.9) await attempt('read', (options) => agent.call(markAgentConversationRead, { id }, options))
      else await attempt('resolve', (options) => agent.call(resolveAgentConversation, { id }, options))
    }
  }

  let working: Promise<unknown> | undefined
  return {
    promised,
    /** How often each was done. */
    done,
    /** How often each status came that was no success; an error's name where the gateway itself was gone. */
    refusals,
    /** Visitors who were refused: they had been deleted. */
    gone,
    settled,
    keep,
    /** Everybody begins, if they have not. */
    begin() {
      working ??= Promise.all([
        ...visitors.map((each, i) => visitorsDay(each, randomOf(seed + i))),
        ...agents.map((each, i) => agentsDay(each, randomOf(seed + 1_000 + i))),
      ])
    },
    /** Resolves once all that was begun is answered. */
    async stop() {
      stopping = true
      await working
    },
  }
}

export type DeskDay = ReturnType<typeof startDeskDay>

/** A status; of a request that is said to be wrong, what is; an error's name. */
function kindOf(error: Error): string {
  if (!(error instanceof ParleyError)) return error.name
  return error.status === 400 ? `400 ${error.details[0]?.path}` : String(error.status)
}

/** Whether trying again changes nothing. A first attempt may still be running: that is a 409, too. */
const isFinal = ({ status, message }: ParleyError): boolean =>
  status < 500 && status !== 429 && !(status === 409 && message.includes('Idempotency-Key'))
