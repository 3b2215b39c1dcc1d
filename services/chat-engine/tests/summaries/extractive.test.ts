import { describe, expect, it } from 'vitest'
import { summarise } from '../../src/summaries/extractive.ts'

const messages = (...contents: string[]) => contents.map((content, i) => ({ id: `m${i}`, content }))
const outage = messages(
  'good morning all',
  'The checkout page has been failing since the deployment of last night.',
  'does anyone have a spare charger?',
  'Customers get an error on the checkout page after the deployment, 40 orders were lost.',
  'lol',
  'The database pool was too small for the new deployment, so the checkout page timed out.',
  'I had pancakes today',
  'We rolled the deployment back and the checkout page works again.',
  'thanks!!',
)

describe('an extractive summary', () => {
  it('says what most was said about, in its order, word for word and with the message’s id', () => {
    const summary = summarise(outage, { sentences: 3 })
    expect(summary).toHaveLength(3)
    for (const { id, sentence } of summary) {
      expect(outage.find((message) => message.id === id)!.content).toContain(sentence)
      expect(sentence).toMatch(/checkout/)
    }
    const ids = summary.map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted())
    expect(summarise(outage, { sentences: 3 })).toEqual(summary)
  })

  it('takes single sentences of longer messages, and none twice', () => {
    const summary = summarise(
      messages(
        'Bob: the release moves to Friday. Totally unrelated: the fridge needs cleaning by Monday.',
        'the release moves to Friday',
        'Is the release on Friday because of the translations?',
        'Yes, the translations of the release arrive on Thursday evening.',
      ),
      { sentences: 2 },
    )
    expect(summary.map(({ sentence }) => sentence)).toEqual([
      'Bob: the release moves to Friday.',
      'Yes, the translations of the release arrive on Thursday evening.',
    ])
  })

  it.each([
    [
      'German',
      ['Das Treffen wurde auf Dienstag verschoben.', 'Treffen am Dienstag: bitte alle Zahlen mitbringen.'],
      ['wer hat den Kuchen gegessen, der war für Eva', 'schönes Wetter heute draußen'],
    ],
    [
      'Turkish',
      ['Toplantı salı gününe ertelendi arkadaşlar.', 'Salı günkü toplantıya herkes raporunu getirsin.'],
      ['pastayı kim yedi acaba dolapta', 'bugün hava çok güzel dışarıda'],
    ],
    [
      'Chinese',
      ['会议推迟到星期二举行。', '星期二的会议请大家带上报告。'],
      ['谁吃了冰箱里的蛋糕？', '今天外面天气真好'],
    ],
  ])('needs no language of its own: %s', (_language, about, beside) => {
    const said = messages(beside[0]!, about[0]!, beside[1]!, about[1]!)
    expect(summarise(said, { sentences: 2 }).map(({ id }) => id)).toEqual(['m1', 'm3'])
  })

  it('leaves out code, quotes and pasted logs where there is anything else', () => {
    const said = messages(
      '```\nthe login of the admin fails\nthe login of the admin fails\n```',
      '> the login of the admin fails',
      `${'the login of the admin fails '.repeat(40)}`,
      'Resetting the admin password mends the login.',
    )
    expect(summarise(said, { sentences: 5 })).toEqual([
      { id: 'm3', sentence: 'Resetting the admin password mends the login.' },
    ])
  })

  it('takes the beginning of what is longer than any prose, where there is nothing else', () => {
    const log = 'connection reset by peer while waiting for the upstream '
    const said = messages(log.repeat(400), `𝄞${'𝄞 lost '.repeat(5_000)}`)
    const summary = summarise(said, { sentences: 3 })
    expect(summary.map(({ id }) => id)).toEqual(['m0', 'm1'])
    for (const { sentence } of summary) {
      expect(sentence.length).toBeLessThanOrEqual(400)
      expect(sentence.endsWith('…') && sentence.isWellFormed()).toBe(true)
    }
  })

  it('takes what there is: nothing, a word, more than was asked for', () => {
    expect(summarise([], { sentences: 3 })).toEqual([])
    expect(summarise(messages('', ' ', '```code```'), { sentences: 3 })).toEqual([])
    expect(summarise(messages('ok', 'yes'), { sentences: 3 })).toEqual([
      { id: 'm0', sentence: 'ok' },
      { id: 'm1', sentence: 'yes' },
    ])
    expect(summarise(outage, { sentences: 0 })).toEqual([])
  })

  it('is bounded for what nobody would write', () => {
    const hostile = [
      'a b '.repeat(10_000),
      '. '.repeat(20_000),
      '部'.repeat(40_000),
      '> '.repeat(20_000),
      '```'.repeat(9_999),
    ]
    const said = Array.from({ length: 500 }, (_, i) => ({ id: `m${i}`, content: `${hostile[i % 5]}${i}` }))
    expect(summarise(said, { sentences: 5 }).length).toBeLessThanOrEqual(5)
  })
})
