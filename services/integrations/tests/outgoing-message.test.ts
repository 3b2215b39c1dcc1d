import { randomUUID } from 'node:crypto'
import type { StoredMessage } from '@parley/contracts/messages/message'
import { expect, it } from 'vitest'
import { outgoingOf } from '../src/bridge/outgoing-message.ts'
import type { Sending } from '../src/bridge/sending-context.ts'

const sending = { ctx: {}, connection: {}, capabilities: { files: { out: false } } } as unknown as Sending
const outgoing = (by: Partial<StoredMessage>) =>
  outgoingOf(sending, { id: 'm', content: 'https://a.example', ...by } as StoredMessage, null, [])

it('lets a platform open the links of people, and of nobody else: not of AI, webhooks or other platforms', () => {
  expect(outgoing({ user_id: randomUUID(), ai_twin_id: null }).hasPreviews).toBe(true)
  expect(outgoing({ user_id: null, ai_twin_id: randomUUID() }).hasPreviews).toBe(false)
  expect(outgoing({ user_id: null, ai_twin_id: null }).hasPreviews).toBe(false)
})
