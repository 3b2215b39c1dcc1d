import { describe, expect, it } from 'vitest'
import { type Acknowledged, createVerifier, type Received } from '../replay/verifier.ts'

const acknowledged: Acknowledged[] = [1, 2, 3].map((seq) => ({
  id: `id-${seq}`,
  seq,
  authorId: 'ada',
  parentId: seq === 3 ? 'id-1' : null,
  content: `text ${seq}`,
  sentAt: seq * 10,
}))
const asReceived = ({ id, seq, authorId, parentId, content }: Acknowledged): Received => ({
  id,
  seq,
  user_id: authorId,
  parent_message_id: parentId,
  content,
})
const messages = acknowledged.map(asReceived)

/** The result when bob receives these, and ada everything once and in order. */
function verify(bobs: Received[], sent = acknowledged) {
  const verifier = createVerifier('help', ['ada', 'bob'])
  for (const message of messages) verifier.received('ada', message, message.seq! * 10 + 5)
  for (const message of bobs) verifier.received('bob', message, message.seq! * 10 + 5)
  return verifier.verify(sent, { inOrder: true })
}
const [first, second, third] = messages as [Received, Received, Received]

describe('a verifier', () => {
  it('reports nothing when everyone received everything once and in order', () => {
    expect(verify(messages)).toEqual({ violations: [], count: 0, latencies: [5, 5, 5, 5, 5, 5] })
  })

  it.each<[string, Received[], RegExp]>([
    ['a message that never came', [first, second], /bob received up to 2 of 3/],
    ['a gap', [first, third], /received 3 after 1: 1 are missing between/],
    ['a message that came twice', [first, second, second, third], /bob received 2 after 2/],
    ['two that came in the wrong order', [first, third, second], /bob received 2 after 3/],
    ['another author', [first, { ...second, user_id: 'eve' }, third], /another message 2/],
    ['another thread', [first, second, { ...third, parent_message_id: null }], /another message 3/],
    ['another text', [first, { ...second, content: 'text' }, third], /another message 2/],
  ])('reports %s', (_, received, expected) => {
    expect(verify(received).violations.join('\n')).toMatch(expected)
  })

  it('reports when all received something else than was acknowledged', () => {
    const changed = acknowledged.map((message) => (message.seq === 2 ? { ...message, authorId: 'eve' } : message))
    expect(verify(messages, changed).violations.join('\n')).toMatch(
      /2 was received with another text, author or thread/,
    )
  })

  it('reports when messages sent one after another were numbered otherwise', () => {
    const [a, b, c] = acknowledged as [Acknowledged, Acknowledged, Acknowledged]
    expect(verify(messages, [b, a, c]).violations.join('\n')).toMatch(/message 1 of the day was numbered 2/)
  })

  it('reports events of a channel that a person is not in', () => {
    const verifier = createVerifier('help', ['ada'])
    for (const message of messages) verifier.received('ada', message, 0)
    verifier.received('eve', first, 0)
    expect(verifier.verify(acknowledged, { inOrder: true }).violations).toEqual([
      'help: eve received a message of a channel that they are not in',
    ])
  })

  it('counts what it does not show', () => {
    const verifier = createVerifier('help', ['ada', 'bob'])
    for (let i = 0; i < 50; i++) verifier.received('ada', first, 0)
    const { violations, count } = verifier.verify(acknowledged, { inOrder: true })
    expect(violations).toHaveLength(20)
    expect(count).toBeGreaterThan(49)
  })
})
