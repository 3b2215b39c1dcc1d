import { describe, expect, it } from 'vitest'
import { quoted, toggleMark } from '../src/chat/composer/formatting.ts'
import { mentionedTwins } from '../src/chat/composer/mentioned-twins.ts'
import { localTime, saidTime, usualTimes } from '../src/chat/composer/usual-times.ts'
import { wordAt } from '../src/chat/composer/word-at.ts'

describe('what is written', () => {
  it('gets a mark around what is selected, and loses it by the same key', () => {
    const bold = toggleMark({ text: 'one two', start: 4, end: 7 }, '**')
    expect(bold).toEqual({ text: 'one **two**', start: 6, end: 9 })
    expect(toggleMark(bold, '**')).toEqual({ text: 'one two', start: 4, end: 7 })
  })

  it('is put between marks where nothing is selected', () => {
    expect(toggleMark({ text: '', start: 0, end: 0 }, '_')).toEqual({ text: '__', start: 1, end: 1 })
  })

  it('quotes every line of a message, and leaves room for the answer', () => {
    expect(quoted('a\n\nb\n')).toBe('> a\n>\n> b\n\n')
  })

  it('is completed to emoji from two letters on, and never within a time or an address', () => {
    expect(wordAt('hi :th', 6)).toEqual({ trigger: ':', query: 'th', start: 3 })
    expect(wordAt('hi :t', 5)).toBeUndefined()
    expect(wordAt('at 10:30', 8)).toBeUndefined()
    expect(wordAt('https://a', 9)).toBeUndefined()
  })
})

describe('the twins that a text mentions', () => {
  const scout = { id: 'scout', handle: 'scout' }
  const deep = { id: 'deep', handle: 'deep-thought' }
  it('are found by their whole handles, each once, and not within an address', () => {
    const mentioned = (text: string) => mentionedTwins(text, [scout, deep])
    expect(mentioned('@Scout, ask @deep-thought. @scout?')).toEqual([scout, deep])
    expect(mentioned('@scouts, @deep and scout')).toEqual([])
    expect(mentioned('mail ada@scout.example')).toEqual([])
  })
})

describe('the times that are offered', () => {
  it('are an hour, the next morning and the next Monday’s, each once and none past', () => {
    const at = (day: string) => usualTimes(new Date(`${day}T22:30`)).map(localTime)
    expect(at('2026-03-04')).toEqual(['2026-03-04T23:00', '2026-03-05T09:00', '2026-03-09T09:00'])
    expect(at('2026-03-08')).toEqual(['2026-03-08T23:00', '2026-03-09T09:00'])
    const said = (language: string) =>
      usualTimes(new Date('2026-03-04T22:30')).map((time) => saidTime(time, new Date('2026-03-04T22:30'), language))
    expect(said('en').map((text) => text.replace('\u202f', ' '))).toEqual([
      'Today, 11:00 PM',
      'Tomorrow, 9:00 AM',
      'Monday, 9:00 AM',
    ])
    expect(said('de')).toEqual(['Heute, 23:00', 'Morgen, 09:00', 'Montag, 09:00'])
    expect(at('2026-03-09')).toEqual(['2026-03-09T23:00', '2026-03-10T09:00', '2026-03-16T09:00'])
  })
})
