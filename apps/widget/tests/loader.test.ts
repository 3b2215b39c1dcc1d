import { describe, expect, it, vi } from 'vitest'
import { createSeenGreetings } from '../src/loader/greetings.ts'
import { createSlot } from '../src/loader/slot.ts'
import { createTurns } from '../src/loader/turns.ts'

const refuse = (): Storage => {
  throw new DOMException('No storage here.', 'SecurityError')
}

describe('what the page keeps', () => {
  it('lasts as long as the page where its storage is refused', () => {
    const slot = createSlot(refuse, 'parley')
    expect(slot.get()).toBeNull()
    slot.set('kept')
    expect(slot.get()).toBe('kept')
    slot.set(null)
    expect(slot.get()).toBeNull()
  })

  it('are the newest greetings that were dismissed', () => {
    const seen = createSeenGreetings('prl_wk_')
    for (let index = 0; index < 30; index++) seen.add(`Hello ${index}`)
    expect([seen.has('Hello 29'), seen.has('Hello 10'), seen.has('Hello 9')]).toEqual([true, true, false])
    seen.clear()
    expect(seen.has('Hello 29')).toBe(false)
  })
})

describe('a tab that begins', () => {
  it('waits for the one before it', async () => {
    const [one, other] = [createTurns('parley'), createTurns('parley')]
    const went: string[] = []
    one.begin(() => went.push('one'))
    await vi.waitUntil(() => went.length === 1)
    other.begin(() => went.push('other'))
    await vi.waitUntil(async () => (await navigator.locks.query()).pending!.length === 1)
    expect(went).toEqual(['one'])
    one.end()
    await vi.waitUntil(() => went.length === 2)
    other.end()
  })
})
