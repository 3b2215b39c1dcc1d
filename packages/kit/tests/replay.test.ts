import { renderStored } from '@parley/kit/replay'
import { expect, it } from 'vitest'
import * as z from 'zod'

const Card = z.object({ type: z.literal('card'), title: z.string() })
const Note = z.object({ type: z.literal('note'), text: z.string(), added: z.number() })
const Today = z.object({
  success: z.literal(true),
  data: z.object({
    id: z.string(),
    added: z.string(),
    level: z.enum(['all', 'none']),
    author: z.object({ name: z.string(), handle: z.string() }).nullable(),
    parts: z.array(z.discriminatedUnion('type', [Card, Note])),
    counts: z.record(z.string(), z.object({ unread: z.number(), mentions: z.number() })).optional(),
    since: z.string().default('never'),
  }),
})

it('renders a stored answer through the shape of today, without what it lacks', () => {
  const stored = {
    success: true,
    removed: 'gone from the shape',
    data: {
      id: '1',
      level: 'some',
      author: { name: 'Ada', removed: 1 },
      parts: [
        { type: 'card', title: 'One', removed: 1 },
        { type: 'note', text: 'Two' },
      ],
      counts: { general: { unread: 1 } },
    },
  }
  expect(JSON.parse(JSON.stringify(renderStored(Today, stored)))).toEqual({
    success: true,
    data: {
      id: '1',
      author: { name: 'Ada' },
      parts: [
        { type: 'card', title: 'One' },
        { type: 'note', text: 'Two' },
      ],
      counts: { general: { unread: 1 } },
    },
  })
})

it('renders one that has everything as it is rendered at first', () => {
  const stored = { success: true, data: { id: '1', added: 'x', level: 'all', author: null, parts: [] } }
  expect(renderStored(Today, stored)).toEqual(Today.parse(stored))
})
