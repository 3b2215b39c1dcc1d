import { setTimeout as wait } from 'node:timers/promises'
import type { ServiceConfig } from '@parley/kit/config'
import { ServiceError } from '@parley/kit/errors'
import { createInternalService } from '@parley/kit/internal-service'
import { streamRoute } from '@parley/kit/route'
import { openRuntime } from '@parley/kit/runtime'
import { followCount, streamReply } from './contracts.ts'

/** What the suite sees and decides of the service. */
export interface Controls {
  /** Counts that are nobody's any longer. */
  closed: Set<string>
  /** The highest number that each count has yielded. */
  yielded: Map<string, number>
  /** Counts whose handler has ended, in order. */
  ended: string[]
}

export const newControls = (): Controls => ({ closed: new Set(), yielded: new Map(), ended: [] })

/** As a handler that heeds no signal. */
const waitForEver = () => wait(3_600_000, undefined, { ref: false })

export function createService(config: ServiceConfig, controls = newControls()) {
  const runtime = openRuntime('chat-engine', config)

  const follow = streamRoute(
    followCount,
    async function* ({ params: { id }, query: { to, size, ending, hangsAfter }, lastEventId, signal }) {
      if (controls.closed.has(id)) throw new ServiceError('not_found', 'No such count.')
      const padding = 'x'.repeat(size)
      try {
        for (let n = Number(lastEventId ?? 0) + 1; n <= to; n++) {
          controls.yielded.set(id, n)
          yield { event: 'number', id: String(n), data: { n, padding, secret: 'is not declared' } }
          if (n === hangsAfter && lastEventId === undefined) await waitForEver()
        }
        if (ending === 'wait') await wait(3_600_000, undefined, { signal })
        if (ending === 'hang') await waitForEver()
        if (ending === 'throw') throw new Error('of no concern to clients')
        if (ending === 'yield-nonsense') yield { event: 'number', data: { n: 'no number' as never, padding } }
      } finally {
        controls.ended.push(id)
      }
    },
    { mayContinue: async ({ params }) => !controls.closed.has(params.id) },
  )

  const reply = streamRoute(streamReply, async function* ({ body: { message }, signal }) {
    if (message === '') throw new ServiceError('invalid_input', 'message: Must not be empty.')
    const streamId = crypto.randomUUID()
    yield { event: 'connected', data: { streamId } }
    let text = ''
    for (const word of message.split(/(?<= )/)) {
      text += word
      yield { event: 'text_delta', data: { content: word, accumulated_length: text.length } }
      if (word === 'fail ') throw new ServiceError('bad_gateway', 'The model cannot be reached.')
      if (word === 'wait ') await wait(3_600_000, undefined, { signal })
    }
    yield { event: 'done', data: { streamId, reply: text } }
  })

  return createInternalService('chat-engine', runtime, [follow, reply])
}
