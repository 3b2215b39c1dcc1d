import type { Message, Parley } from '@parley/client/index'
import { expect, it } from 'vitest'
import { asText } from '../src/chat/saving/as-text.ts'
import { maxSaved, readChannel } from '../src/chat/saving/read-channel.ts'
import { message } from './fixtures.ts'

const words = { channel: '#lamps', formerMember: 'Former member', time: (iso: string) => iso.slice(11, 16) }

it('a channel is saved as it reads: threads below their roots, files by name', () => {
  const at = (minute: number) => ({ created_at: `2026-03-01T10:0${minute}:00.000Z` })
  const root = message(1, { id: 'a', display_name: 'Ada', content: 'One\ntwo', ...at(0) })
  const next = message(2, { id: 'b', display_name: null, content: '', ...at(1) })
  const reply = message(3, { display_name: 'Bob', content: 'Yes', parent_message_id: 'a', ...at(2) })
  const file = { name: 'lamp.png' } as NonNullable<Message['attachments']>[number]
  expect(asText([root, { ...next, attachments: [file] }, reply], words)).toBe(
    '#lamps\n\nAda, 10:00\n  One\n  two\n\n    Bob, 10:02\n      Yes\n\nFormer member, 10:01\n  [lamp.png]\n',
  )
})

it('a channel is read to its newest, and of a long one no more than its end', async () => {
  const seq = maxSaved + 150
  const asked: (number | undefined)[] = []
  const list = async ({ after_seq: after }: { after_seq?: number }) => {
    asked.push(after)
    const data = Array.from({ length: Math.min(100, seq - (after ?? seq)) }, (_, i) => message(after! + i + 1))
    return { data, meta: { seq, has_more: (after ?? seq) + data.length < seq } }
  }
  const parts: number[] = []
  const { messages, isCut } = await readChannel({ messages: { list } } as unknown as Parley, 'c', {
    onProgress: (part) => parts.push(part),
    signal: new AbortController().signal,
  })
  expect([messages.length, isCut, asked[1], parts.at(-1)]).toEqual([maxSaved, true, 150, 1])
})
