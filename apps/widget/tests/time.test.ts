import { afterEach, expect, it, vi } from 'vitest'
import { formatOpening } from '../src/frame/ui/time.ts'

afterEach(() => void vi.useRealTimers())

it('says when the desk opens as people do', () => {
  vi.useFakeTimers({ now: new Date(2026, 10, 30, 23) })
  const at = (day: number, language = 'de') => formatOpening(new Date(2026, 10, day, 9).toISOString(), language)
  expect(at(30)).toBe('heute, 9:00')
  expect(at(31)).toBe('morgen, 9:00')
  expect(at(33)).toBe('Donnerstag, 9:00')
  expect(at(37)).toBe('7. Dezember, 9:00')
  expect(at(31, 'es')).toMatch(/^mañana, 9:00/)
})
