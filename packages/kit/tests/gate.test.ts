import { describe, expect, it } from 'vitest'
import { createGate, type Holders } from '../src/gate.ts'
import { createMetrics } from '../src/metrics.ts'

/** Enters, and returns the outcome. */
function enter(gate: ReturnType<typeof createGate>, holders: Holders) {
  const entry = { state: 'waiting', end: () => {} }
  gate.enter(holders).then(
    (end) => Object.assign(entry, { state: 'running', end }),
    (error) => Object.assign(entry, { state: error.code, error }),
  )
  return entry
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const person = (name: string): Holders => ({ person: name, workspace: name[0] })

describe('a gate', () => {
  it('leaves room for others when one person takes all they can get', async () => {
    const gate = createGate({ name: 'uploads', atOnce: 8, shares: { person: 3, workspace: 5 } })
    const greedy = Array.from({ length: 64 }, () => enter(gate, person('a1')))
    await settled()
    expect(greedy.map(({ state }) => state).sort()).toEqual([
      ...Array(61).fill('rate_limited'),
      ...Array(3).fill('running'),
    ])
    const colleague = Array.from({ length: 3 }, () => enter(gate, person('a2')))
    const stranger = Array.from({ length: 3 }, () => enter(gate, person('b1')))
    await settled()
    expect(colleague.map(({ state }) => state)).toEqual(['running', 'running', 'unavailable'])
    expect(stranger.map(({ state }) => state)).toEqual(['running', 'running', 'running'])
  })

  it('answers 429 where one’s own share is used up, 503 where others used all, and when to retry', async () => {
    const gate = createGate({ name: 'uploads', atOnce: 1, shares: { person: 1 }, retryAfterSeconds: 5 })
    const running = enter(gate, person('a1'))
    await expect(gate.enter(person('a1'))).rejects.toMatchObject({
      code: 'rate_limited',
      headers: { 'Retry-After': '5' },
    })
    await expect(gate.enter(person('b1'))).rejects.toMatchObject({
      code: 'unavailable',
      message: 'Busy: too many uploads at once; try again.',
      headers: { 'Retry-After': '5' },
    })
    await settled()
    running.end()
    await expect(gate.enter(person('b1'))).resolves.toEqual(expect.any(Function))
  })

  it('forgets who does not want to wait any more', async () => {
    const gate = createGate({ name: 'calls', atOnce: 1, maxWaiting: { total: 1, perHolder: 1 }, maxWaitMs: 60_000 })
    const end = await gate.enter()
    const leaving = new AbortController()
    const waiting = gate.enter({}, leaving.signal)
    leaving.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
    await expect(gate.enter({}, leaving.signal)).rejects.toThrow('gone')
    expect(gate.waiting).toBe(0)

    const staying = new AbortController()
    const next = gate.enter({}, staying.signal)
    end()
    const endNext = await next
    staying.abort(new Error('too late'))
    expect(gate.running).toBe(1)
    endNext()
    expect(gate.running).toBe(0)
  })

  it('lets wait as many as it may, of one holder too', async () => {
    const gate = createGate({
      name: 'calls',
      shares: { person: 1 },
      maxWaiting: { total: 5, perHolder: 2 },
    })
    const [first, second, third, fourth] = Array.from({ length: 4 }, () => enter(gate, person('a1')))
    await settled()
    expect([first, second, third, fourth].map((each) => each!.state)).toEqual([
      'running',
      'waiting',
      'waiting',
      'rate_limited',
    ])
    first!.end()
    await settled()
    expect([second!.state, third!.state]).toEqual(['running', 'waiting'])
    second!.end()
    await settled()
    expect(third!.state).toBe('running')
    third!.end()
    expect([gate.running, gate.waiting]).toEqual([0, 0])
  })

  it('serves next whoever was served least recently, however many another has waiting', async () => {
    const gate = createGate({
      name: 'pictures',
      atOnce: 1,
      shares: { person: 9 },
      maxWaiting: { total: 99, perHolder: 99 },
    })
    const order: string[] = []
    const work = (name: string) => gate.pass(person(name), async () => void order.push(name))
    const all = ['a1', 'a1', 'a1', 'a1', 'a1', 'b1', 'c1', 'b1'].map(work)
    await Promise.all(all)
    expect(order).toEqual(['a1', 'b1', 'c1', 'a1', 'b1', 'a1', 'a1', 'a1'])
  })

  it('skips those who have no share left', async () => {
    const gate = createGate({
      name: 'posts',
      atOnce: 2,
      shares: { channel: 1 },
      maxWaiting: { total: 99, perHolder: 9 },
    })
    const slow = enter(gate, { person: 'a', channel: 'x' })
    const behind = enter(gate, { person: 'b', channel: 'x' })
    const free = enter(gate, { person: 'c', channel: 'y' })
    await settled()
    expect([slow.state, behind.state, free.state]).toEqual(['running', 'waiting', 'running'])
    free.end()
    const also = enter(gate, { person: 'd', channel: 'z' })
    await settled()
    expect([behind.state, also.state]).toEqual(['waiting', 'running'])
    slow.end()
    await settled()
    expect(behind.state).toBe('running')
  })

  it('refuses what has waited for too long', async () => {
    const gate = createGate({
      name: 'posts',
      shares: { channel: 1 },
      maxWaiting: { total: 9, perHolder: 9 },
      maxWaitMs: 5,
    })
    const end = await gate.enter({ channel: 'x' })
    await expect(gate.enter({ channel: 'x' })).rejects.toMatchObject({ code: 'unavailable' })
    expect(gate.waiting).toBe(0)
    end()
    expect(gate.running).toBe(0)
    await expect(gate.enter({ channel: 'x' })).resolves.toEqual(expect.any(Function))
  })

  it('takes the addresses of one IPv6 network for one', async () => {
    const gate = createGate({ name: 'calls', shares: { ip: 1 } })
    await gate.enter({ ip: '2001:db8::1' })
    await expect(gate.enter({ ip: '2001:db8::2' })).rejects.toMatchObject({ code: 'rate_limited' })
    await gate.enter({ ip: '2001:db8:0:1::1' })
  })

  it('is measured: what runs, what waits, and what it has refused', async () => {
    const metrics = createMetrics('test')
    const measured = async () =>
      (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('parley_gate_'))
    const gate = createGate({
      name: 'posts',
      shares: { person: 1 },
      maxWaiting: { total: 1, perHolder: 1 },
      metrics,
    })
    const other = createGate({ name: 'calls', metrics })
    const first = enter(gate, person('a1'))
    const second = enter(gate, person('a1'))
    enter(other, {})
    await expect(gate.enter(person('a1'))).rejects.toThrow()
    const is = (name: string, gate: string, value: number) =>
      `parley_gate_${name}{gate="${gate}",service="test"} ${value}`
    expect((await measured()).sort()).toEqual(
      [
        is('running', 'posts', 1),
        is('running', 'calls', 1),
        is('waiting', 'posts', 1),
        is('waiting', 'calls', 0),
        is('refused_total', 'posts', 1),
        is('refused_total', 'calls', 0),
      ].sort(),
    )
    first.end()
    await settled()
    second.end()
    expect(await measured()).toContain(is('running', 'posts', 0))
    expect(await measured()).toContain(is('refused_total', 'posts', 1))
  })

  it('gives back what failed, once', async () => {
    const gate = createGate({ name: 'work', atOnce: 1 })
    await expect(gate.pass({}, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    const end = await gate.enter()
    end()
    end()
    await gate.enter()
    await expect(gate.enter()).rejects.toMatchObject({ code: 'unavailable' })
  })
})
