import { describe, expect, it, vi } from 'vitest'
import type { Api, WidgetSession } from '../src/frame/api.ts'
import { createSession } from '../src/frame/model/session.ts'
import type { KeptVisitor } from '../src/protocol.ts'

type Asked = { visitorToken?: string; isResumption?: boolean; user?: { name?: string } }

/** A session at a server that makes a visitor for each call without a token, each answer when it is told to. */
function open(turn: () => Promise<KeptVisitor | null> = async () => null) {
  const asked: Asked[] = []
  const answers: (() => void)[] = []
  const kept: KeptVisitor[] = []
  const startSession = (given: Asked) =>
    new Promise<WidgetSession>((resolve) => {
      asked.push(given)
      const id = given.visitorToken?.replace('token of ', '') ?? `vis_${asked.length}`
      answers.push(() => resolve({ visitor: { id }, visitorToken: `token of ${id}` } as WidgetSession))
    })
  const endTurn = vi.fn()
  const session = createSession({
    api: { anyone: { startSession } } as unknown as Api,
    page: { origin: 'https://parley.example', key: 'prl_wk_', ticket: '', language: undefined },
    host: { takeTurn: turn, endTurn },
    hostPage: () => ({ url: 'https://shop.example/', title: '', referrer: '' }),
    language: () => 'en',
    introduction: () => ({}),
    onVisitor: (visitor) => kept.push(visitor),
    onExpired: () => {},
  })
  const answer = async () => {
    await vi.waitUntil(() => answers.length > 0)
    answers.shift()!()
  }
  return { session, asked, answer, kept, endTurn }
}

describe('a visitor’s session', () => {
  it('begins as whom another tab has begun while it waited for its turn', async () => {
    const { session, asked, answer, endTurn } = open(async () => ({ id: 'vis_9', token: 'token of vis_9' }))
    const started = session.start()
    await answer()
    expect((await started).visitor.id).toBe('vis_9')
    expect(asked).toMatchObject([{ visitorToken: 'token of vis_9' }])
    expect(endTurn).toHaveBeenCalledOnce()
  })

  it('is that of the tab which was first, also where no browser says whose turn it is', async () => {
    const { session, asked, answer, kept } = open()
    const started = session.start()
    await vi.waitUntil(() => asked.length === 1)
    const followed = session.resume({ id: 'vis_9', token: 'token of vis_9' })
    await answer()
    await answer()
    expect([(await started).visitor.id, (await followed).visitor.id]).toEqual(['vis_9', 'vis_9'])
    expect(kept.map(({ id }) => id)).toEqual(['vis_9'])
  })

  it('begins nobody new where it is to go on as who was here before', async () => {
    const { session, asked, answer } = open()
    const resumed = session.resume({ id: 'vis_9', token: 'token of vis_9' })
    await answer()
    await resumed
    const rejoined = session.rejoin()
    await answer()
    expect((await rejoined).visitor.id).toBe('vis_9')
    session.forget()
    const started = session.start()
    await answer()
    expect((await started).visitor.id).toBe('vis_3')
    expect(asked.map(({ visitorToken, isResumption }) => [visitorToken, isResumption])).toEqual([
      ['token of vis_9', true],
      ['token of vis_9', true],
      [undefined, undefined],
    ])
  })

  it('is of whom the page has named meanwhile, and makes no second visitor for it', async () => {
    const { session, asked, answer } = open()
    const started = session.start()
    await vi.waitUntil(() => asked.length === 1)
    const identified = session.identify({ name: 'Kari' })
    await answer()
    await answer()
    expect(asked.map(({ visitorToken, user }) => [visitorToken, user?.name])).toEqual([
      [undefined, undefined],
      ['token of vis_1', 'Kari'],
    ])
    expect(await started).toBe(await identified)
  })
})
