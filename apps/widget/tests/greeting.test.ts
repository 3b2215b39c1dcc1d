import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createGreeter, isOnPage } from '../src/frame/model/greeting.ts'

describe('a greeting', () => {
  it.each([
    [undefined, '/anything', true],
    [[], '/anything', true],
    [['/pricing'], '/pricing', true],
    [['/pricing'], '/pricing/teams', false],
    [['/pricing*'], '/pricing/teams', true],
    [['/*/buy'], '/lamps/buy', true],
    [['/a.b'], '/axb', false],
    [['/a', '/b(c'], '/b(c', true],
  ])('for %j is on %s: %j', (pages, path, isThere) => {
    expect(isOnPage(pages as string[] | undefined, `https://shop.example${path}?from=mail#top`)).toBe(isThere)
  })
})

describe('a visitor', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const lamps = 'https://shop.example/lamps'
  const greetings = [
    { text: 'A lamp, perhaps?', afterSeconds: 10, pages: ['/lamps'] },
    { text: 'Hello!', afterSeconds: 2 },
  ]
  function greeter() {
    const shown: (string | null)[] = []
    return { shown, ...createGreeter(greetings, (text) => shown.push(text)) }
  }

  it('is greeted after the delay, with what is for their page', () => {
    const { shown, visit } = greeter()
    visit(lamps)
    vi.advanceTimersByTime(9_999)
    expect(shown).toEqual([])
    vi.advanceTimersByTime(1)
    expect(shown).toEqual(['A lamp, perhaps?'])
  })

  it('is greeted for the page that they are on by then', () => {
    const { shown, visit } = greeter()
    visit(lamps)
    vi.advanceTimersByTime(9_000)
    visit('https://shop.example/')
    vi.advanceTimersByTime(1_999)
    expect(shown).toEqual([])
    vi.advanceTimersByTime(60_000)
    expect(shown).toEqual(['Hello!'])
  })

  it('is not greeted who has begun to talk meanwhile', () => {
    const { shown, visit, stop } = greeter()
    visit(lamps)
    stop()
    vi.advanceTimersByTime(60_000)
    expect(shown).toEqual([null])
  })
})
