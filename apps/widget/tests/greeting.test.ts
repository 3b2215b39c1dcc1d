import { describe, expect, it } from 'vitest'
import { isOnPage } from '../src/frame/model/greeting.ts'

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
