import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { startWebhookProgram } from '@parley/testing/platforms/signed-webhook'
import type { Foreigner, MessageThere, Side } from './side.ts'

interface Payload {
  type: string
  id?: string
  message_id?: string
  emoji?: string
  message?: { id: string; text: string; thread_id?: string | null }
}

/** A program that delivers each event until it is taken, one after another, some of them twice. */
export async function webhookSide(): Promise<Side> {
  const program = await startWebhookProgram()
  const channel = { id: 'c-1', name: 'webhook-storm' }
  const own = new Map<string, MessageThere>()
  const authorOf = (by: Foreigner) => ({ id: `u-${by}`, name: by })
  let posted = 0
  let eventsUrl = ''
  let delivering = Promise.resolve()
  let delivered = 0

  function deliver(payload: object): void {
    const id = randomUUID()
    const isTwice = ++delivered % 5 === 0
    delivering = delivering.then(async () => {
      for (let taken = 0; taken < (isTwice ? 2 : 1); ) {
        const answer = await program.deliver(eventsUrl, payload, { id }).catch(() => undefined)
        if (answer?.ok) taken++
        else await wait(200)
      }
    })
  }

  const write = (by: Foreigner, { id, content, rootId }: MessageThere, edited_at: string | null) => {
    const message = { id, author: authorOf(by), text: content, thread_id: rootId ?? null, edited_at }
    deliver({ type: 'message', channel, message })
  }

  const authors = new Map<string, Foreigner>()
  return {
    platform: 'webhook',
    env: { OUTSIDE_ALLOWED: '127.0.0.0/8' },
    credentials: program.credentials,
    channel: channel.name,
    lacks: { filesIn: true, filesOut: true },
    async begin(url) {
      eventsUrl = url
      deliver({ type: 'message', channel, message: { id: 'm-0', author: authorOf('zoe'), text: 'begin' } })
      deliver({ type: 'message.deleted', channel, id: 'm-0' })
    },
    post(by, content, rootId) {
      const message = { id: `m-${++posted}`, content, rootId, ownReactions: [] }
      own.set(message.id, message)
      authors.set(message.id, by)
      write(by, message, null)
      return message.id
    },
    edit(id, content) {
      own.get(id)!.content = content
      write(authors.get(id)!, own.get(id)!, new Date().toISOString())
    },
    remove(id) {
      own.delete(id)
      deliver({ type: 'message.deleted', channel, id })
    },
    react: (by, message_id, which, isAdded) =>
      deliver({
        type: isAdded ? 'reaction.added' : 'reaction.removed',
        ...{ channel, message_id, emoji: which, author: authorOf(by) },
      }),
    messages: () => received(program.received as unknown as Payload[], own),
    faults: program.faults,
    losses: [],
    disconnect() {},
    async settled() {
      await delivering
    },
  }
}

/** What a receiver has that keeps messages by their ids: its own, and those that it was sent. */
function received(payloads: readonly Payload[], own: ReadonlyMap<string, MessageThere>): MessageThere[] {
  const all = new Map<string, MessageThere & { ownReactions: string[] }>()
  for (const message of own.values()) all.set(message.id, { ...message, ownReactions: [] })
  const gone = new Set<string>()
  for (const { type, id, message, message_id, emoji: which } of payloads) {
    if (type === 'message.deleted') gone.add(id!)
    else if (message) {
      const { ownReactions = [] } = all.get(message.id) ?? {}
      all.set(message.id, {
        ...{ id: message.id, content: message.text, rootId: message.thread_id ?? undefined, ownReactions },
      })
    } else {
      const of = all.get(message_id!)
      if (!of) continue
      of.ownReactions = of.ownReactions.filter((each) => each !== which)
      if (type === 'reaction.added') of.ownReactions.push(which!)
    }
  }
  return [...all.values()].filter(({ id }) => !gone.has(id))
}
