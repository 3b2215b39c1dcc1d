import { describe, expect, it } from 'vitest'
import { readQuestion } from '../../src/retrieval/question.ts'
import { combinationsOf, termsOf } from '../../src/retrieval/terms.ts'

describe('what a question asks about', () => {
  it.each([
    ['How do I play MP3 files?', ['play', 'mp3', 'files'], true],
    ['Isn’t Zoë’s key_file.txt (v2.1) there?', ['zoe', 'key', 'file', 'txt', 'v2', '1'], true],
    ['Wie richte ich den Drucker ein?', ['richte', 'drucker'], false],
    ['Yazıcıyı nasıl kurarım?', ['yaziciyi', 'kurarim'], false],
    ['打印机怎么重启？', ['打印', '印机', '重启'], false],
    ['プリンターを再起動するには', ['プリ', 'リン', 'ンタ', 'ター', '再起', '起動'], false],
    ['What is it?', [], true],
    ['?! …', [], false],
  ])('“%s”', (text, words, isEnglish) => {
    expect(readQuestion(text)).toEqual({ words, isEnglish })
  })

  it('is bounded', () => {
    const text = Array.from({ length: 5_000 }, (_, i) => `word${i}`).join(' ')
    expect(readQuestion(text).words).toHaveLength(40)
  })
})

describe('the terms of a question', () => {
  const statistics = {
    frequencies: new Map([
      ['common', 0.2],
      ['medium', 0.01],
    ]),
    leastFrequency: 0.001,
    documents: 1_000_000,
    bounds: [],
  }
  const words = (...all: string[]) => all.map((word) => ({ word, stem: word }))

  it('are its eight rarest words, by their stems if they are English, else by their beginnings', () => {
    const terms = termsOf(words('common', 'seldom', 'medium'), true, statistics)
    expect(terms.map(({ lexeme }) => lexeme)).toEqual(['seldom', 'medium', 'common'])
    expect(termsOf([{ word: 'the', stem: null }], true, statistics)).toEqual([])
    const others = termsOf([...words('druckern', 'tür', '打印', 'v2')], false, statistics)
    expect(others.map(({ prefix }) => prefix)).toEqual(['drucke', undefined, undefined, undefined])
    expect(termsOf(words(...'abcdefghijkl'), true, statistics)).toHaveLength(8)
  })

  it('are looked for together, then in ever fewer, down to those that say little', () => {
    const terms = termsOf(words('common', 'seldom', 'medium'), true, statistics)
    const combinations = combinationsOf(terms).map((some) => some.map(({ lexeme }) => lexeme).join(' '))
    expect(combinations[0]).toBe('seldom medium common')
    expect(combinations).toContain('seldom')
    expect(combinations).not.toContain('common')
    expect(combinationsOf(termsOf(words(...'abcdefgh'), true, statistics)).length).toBeLessThanOrEqual(14)
    expect(combinationsOf([])).toEqual([])
  })
})
