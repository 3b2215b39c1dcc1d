import { describe, expect, it } from 'vitest'
import { readQuestion } from '../../src/retrieval/question.ts'
import { type Candidate, likeQuestions, rankAnswers } from '../../src/retrieval/rank.ts'
import { combinationsOf, isOf, termsOf } from '../../src/retrieval/terms.ts'
import { formOf, isDefining, isQuestion } from '../../src/retrieval/wording.ts'

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
    // A stop word of another language is a word of this one; what it is wrapped in says nothing.
    ['Please tell me, how do I find out who may use su?', ['may', 'su'], true],
  ])('“%s”', (text, words, isEnglish) => {
    expect(readQuestion(text)).toMatchObject({ words, isEnglish })
  })

  it.each([
    ['How do I play MP3 files?', 'instruct', ['play', 'mp3', 'files']],
    ['What is a swap partition?', 'define', ['swap', 'partition']],
    ['What is the difference between tea and coffee?', 'compare', ['tea', 'coffee']],
    ['打印机怎么重启？', 'instruct', ['打印', '印机', '重启']],
  ])('“%s” wants to be told: %s', (text, aim, words) => {
    expect(readQuestion(text)).toMatchObject({ aim, words })
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
    const terms = termsOf(words('common', 'seldom', 'medium'), [], true, statistics)
    expect(terms.map(({ lexeme }) => lexeme)).toEqual(['seldom', 'medium', 'common'])
    expect(termsOf([{ word: 'the', stem: null }], [], true, statistics)).toEqual([])
    const others = termsOf([...words('druckern', 'tür', '打印', 'v2')], [], false, statistics)
    expect(others.map(({ prefix }) => prefix)).toEqual(['drucke', undefined, undefined, undefined])
    expect(termsOf(words(...'abcdefghijkl'), [], true, statistics)).toHaveLength(8)
  })

  it('may be written as one word with their neighbours', () => {
    const [time, zone] = termsOf(words('time', 'zone'), words('timezone'), true, statistics)
    expect([isOf(time!, 'timezone'), isOf(zone!, 'timezone'), isOf(zone!, 'zone')]).toEqual([true, true, true])
    expect(isOf(time!, 'zone')).toBe(false)
  })

  it('are looked for together, then in ever fewer, down to those that say little', () => {
    const terms = termsOf(words('common', 'seldom', 'medium'), [], true, statistics)
    const combinations = combinationsOf(terms).map((some) => some.map(({ lexeme }) => lexeme).join(' '))
    expect(combinations[0]).toBe('seldom medium common')
    expect(combinations).toContain('seldom')
    expect(combinations).not.toContain('common')
    expect(combinationsOf(termsOf(words(...'abcdefgh'), [], true, statistics)).length).toBeLessThanOrEqual(20)
    expect(combinationsOf([])).toEqual([])
  })
})

describe('the wording of a message', () => {
  it.each([
    ['ada: how do I get in?', true],
    ['I have lost my key. Can anybody help? thanks', true],
    ['Lost your key? See https://keys.example/lost for how to get another.', false],
    ['The key is under the mat.', false],
    ['Explain the marvellous teapot', true],
    ['please describe the teapot', true],
    ['@lvng tell me about the teapot', true],
    ['Hey @lvng, summarise the report', true],
    ['@bob the teapot explains itself', false],
    ['Let me know. The key is under the mat, behind the second door.', false],
  ])('“%s” asks: %s', (text, asks) => {
    expect(isQuestion(text)).toBe(asks)
  })

  it('is worth more as it says what to do, or how things differ, and least where it reports', () => {
    const told = formOf('bob: use `lock --all`', 'instruct')
    expect(told).toBeGreaterThan(formOf('bob: the lock was replaced', 'instruct'))
    expect(formOf('bob: I tried the lock', 'instruct')).toBeLessThan(0.5)
    expect(formOf('unlike tea, coffee wakes', 'compare')).toBeGreaterThan(formOf('tea and coffee', 'compare'))
  })

  it('says early what something is, or does not', () => {
    expect(isDefining(['a', 'swap', 'partition', 'is', 'memory'], 1)).toBe(true)
    expect(isDefining(['make', 'a', 'swap', 'partition'], 2)).toBe(false)
  })
})

describe('the order of answers', () => {
  const statistics = { frequencies: new Map<string, number>(), documents: 1_000, bounds: [] }
  const terms = termsOf(
    ['shed', 'key'].map((word) => ({ word, stem: word })),
    [],
    true,
    statistics,
  )
  const candidate = (id: string, text: string, file: string | null = null): Candidate => ({
    ...{ id, text, file: file === null ? null : { id: file }, lexemes: text.toLowerCase().match(/\w+/g)! },
    ...{ rootId: null, authorId: id, writtenAt: 0, reactions: 0, isPinned: false, replies: 0 },
  })
  const order = (...candidates: Candidate[]) =>
    rankAnswers(candidates, { terms, aim: 'instruct', questionId: 'q', frequencyOf: () => 0, limit: 3 }).map(
      ({ message }) => message.id,
    )

  it('has no answer by the question itself, though its file may be one', () => {
    const question = candidate('q', 'the shed key, where we keep it now')
    expect(order(question, candidate('m', 'the shed key hangs here'))).toEqual(['m'])
    expect(order({ ...question, id: 'p', file: { id: 'f' } })).toEqual(['p'])
  })

  it('has two passages of a file before others, however many answer', () => {
    const passages = ['red', 'green', 'blue', 'black'].map((colour, i) =>
      candidate(`p${i}`, `shed key: a ${colour} ${colour}ish ${colour}er one for ${colour}s and such`, 'handbook'),
    )
    const message = candidate('m', 'somebody moved the spare shed stuff yesterday, over there')
    expect(order(...passages, message)).toEqual([expect.stringMatching('p'), expect.stringMatching('p'), 'm'])
    expect(order(...passages)).toHaveLength(3)
  })

  it('takes a passage for an answer whatever it ends with, and never for a question that was asked', () => {
    const passage = candidate('p', 'The shed key hangs by the boiler. Anything else?', 'handbook')
    expect(order(passage)).toEqual(['p'])
    expect(likeQuestions([passage], terms)).toEqual([])
  })
})
