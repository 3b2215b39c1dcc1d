import { expect, it } from 'vitest'
import { datesIn } from '../src/i18n/dates.ts'

it('times are as short as their language has them', () => {
  const early = '2026-03-04T01:51'
  const timeIn = (language: string) => datesIn(language, 0).time(early).replace('\u202f', ' ')
  expect(['en', 'de', 'es', 'tr'].map(timeIn)).toEqual(['1:51 AM', '01:51', '1:51', '01:51'])
  expect(datesIn('en', 0).when(early)).toMatch(/1:51\sAM$/)
})
