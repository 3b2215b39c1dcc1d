import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import { describe, expect, it, vi } from 'vitest'
import type { DeskMessage } from '../src/frame/api.ts'
import { createOutbox, type Outgoing } from '../src/frame/model/outbox.ts'
import { createRetrier } from '../src/frame/model/retrier.ts'
import { message } from './fixtures.ts'

/** An outbox whose server answers as it is told, one answer for each attempt. */
function open(...answers: (DeskMessage | Error)[]) {
  const attempts: Outgoing[] = []
  const sent: DeskMessage[] = []
  const retrier = createRetrier()
  const outbox = createOutbox({
    retrier,
    async send(outgoing, onProgress) {
      attempts.push(outgoing)
      onProgress(0.5)
      const answer = answers.shift() ?? message(attempts.length)
      if (answer instanceof Error) throw answer
      return answer
    },
    onSent: (stored) => sent.push(stored),
  })
  const states = () => outbox.messages.value.map(({ content, state }) => `${content}: ${state}`)
  const write = (content: string) => outbox.add({ conversationId: 'cnv_1', content, files: [] })
  return { outbox, retrier, attempts, sent, states, write }
}

const answered = (status: number, text = '', headers: Record<string, string> = {}) => {
  const body = { statusCode: status, statusMessage: text, data: null }
  return new ParleyError({ status, headers: new Headers(headers), body })
}

describe('what a visitor has written', () => {
  it('is shown at once, and sent in order, one at a time', async () => {
    const { attempts, sent, states, write } = open()
    write('one')
    write('two')
    expect(states()).toEqual(['one: sending', 'two: sending'])
    await vi.waitUntil(() => sent.length === 2)
    expect(attempts.map(({ content }) => content)).toEqual(['one', 'two'])
    expect(states()).toEqual([])
  })

  it.each([
    ['the network is gone', new ParleyConnectionError('offline')],
    ['the server restarts', answered(503)],
    ['there were too many', answered(429)],
  ])('waits while %s, and is sent under the same key', async (_, error) => {
    const { retrier, attempts, sent, states, write } = open(error)
    write('one')
    await vi.waitUntil(() => states()[0] === 'one: waiting')
    retrier.hurry()
    await vi.waitUntil(() => sent.length === 1)
    expect(attempts[1]!.key).toBe(attempts[0]!.key)
  })

  it('says what the server refuses, without holding up the rest, until it is sent again or deleted', async () => {
    const { outbox, sent, states, write } = open(answered(400, 'No such type.'))
    write('bad')
    write('good')
    await vi.waitUntil(() => sent.length === 1)
    expect(states()).toEqual(['bad: failed'])
    const [failed] = outbox.messages.value
    expect(failed!.refusal).toEqual({ code: 'invalid_input' })
    outbox.retry(failed!.key)
    await vi.waitUntil(() => sent.length === 2)
    expect(states()).toEqual([])
  })

  it('is not sent again by itself where that would take longer than a minute', async () => {
    const { outbox, attempts, states, write } = open(answered(429, 'Too many files.', { 'Retry-After': '3600' }))
    write('large')
    await vi.waitUntil(() => states()[0] === 'large: failed')
    expect(outbox.messages.value[0]!.refusal).toMatchObject({ code: 'rate_limited' })
    expect(attempts).toHaveLength(1)
  })

  it('goes on where its conversation was merged', async () => {
    const { outbox, retrier, attempts, sent, states, write } = open(new ParleyConnectionError('offline'))
    write('one')
    await vi.waitUntil(() => states()[0] === 'one: waiting')
    outbox.follow('cnv_1', 'cnv_2')
    retrier.hurry()
    await vi.waitUntil(() => sent.length === 1)
    expect(attempts.map(({ conversationId }) => conversationId)).toEqual(['cnv_1', 'cnv_2'])
  })

  it('is not sent for whoever comes after', async () => {
    const { outbox, retrier, attempts, sent, states, write } = open(new ParleyConnectionError('offline'))
    write('one')
    await vi.waitUntil(() => states()[0] === 'one: waiting')
    outbox.clear()
    retrier.hurry()
    write('two')
    await vi.waitUntil(() => sent.length === 1)
    expect(attempts.map(({ content }) => content)).toEqual(['one', 'two'])
  })

  it('is not sent to a conversation that is no longer there', async () => {
    const { outbox, retrier, attempts, sent, states, write } = open(new ParleyConnectionError('offline'))
    write('one')
    await vi.waitUntil(() => states()[0] === 'one: waiting')
    outbox.removeFrom('cnv_1')
    outbox.add({ conversationId: 'cnv_2', content: 'two', files: [] })
    retrier.hurry()
    await vi.waitUntil(() => sent.length === 1)
    expect(attempts.map(({ content }) => content)).toEqual(['one', 'two'])
  })

  it('can be deleted', async () => {
    const { outbox, states, write } = open(answered(413))
    write('large')
    await vi.waitUntil(() => states()[0] === 'large: failed')
    outbox.discard(outbox.messages.value[0]!.key)
    expect(states()).toEqual([])
  })
})
