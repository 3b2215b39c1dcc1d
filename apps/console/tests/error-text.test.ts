import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import { Connection } from '@parley/contracts/connections/connection'
import { errorStatus } from '@parley/contracts/error-codes'
import { documentFailures } from '@parley/contracts/knowledge/document'
import { ConnectRefusal } from '@parley/contracts/realtime'
import { describe, expect, it } from 'vitest'
import { languages } from '../src/i18n/language.ts'
import { refusalOf } from '../src/store/refusal.ts'
import { errorText } from '../src/ui/error-text.ts'
import { uiTexts } from '../src/ui/texts/index.ts'

const textsIn = async (language: (typeof languages)[number]) =>
  (language === 'en' ? uiTexts.en : await uiTexts.load[language]()).errors

const connectionProblems = Connection.shape.lastError.unwrap().shape.code.options

describe.each(languages)('errors in %s', (language) => {
  it('have a text for each code that is answered, or that connections and documents fail with', async () => {
    const codes = [...Object.keys(errorStatus), ...connectionProblems, ...documentFailures]
    const all = [...codes, ...ConnectRefusal.shape.code.options, 'offline']
    const texts: Readonly<Record<string, string>> = await textsIn(language)
    expect(all.filter((code) => !texts[code]?.endsWith('.'))).toEqual([])
  })

  it('say what the server says where nothing else is known of them', async () => {
    expect(errorText(await textsIn(language), language, { code: 'from_tomorrow', message: 'New.' })).toBe('New.')
    expect(errorText(await textsIn(language), language, { code: 'toString', message: 'New.' })).toBe('New.')
    expect(errorText(await textsIn(language), language, { message: 'New.' })).toBe('New.')
  })
})

describe('an error', () => {
  it('is said in the language of whoever reads it, with what the server says more precisely', async () => {
    const refusal = { code: 'conflict', message: 'The channel is archived.' }
    expect(errorText(await textsIn('de'), 'de', refusal)).toBe(
      'Das passt nicht zum jetzigen Stand. (The channel is archived.)',
    )
    expect(errorText(uiTexts.en.errors, 'en', refusal)).toBe('The channel is archived.')
  })

  it('without an answer is said of the network, and one of ours in no other words', async () => {
    const texts = await textsIn('tr')
    expect(errorText(texts, 'tr', refusalOf(new ParleyConnectionError('fetch failed')))).toBe(texts.offline)
    const body = { success: false, error: { code: 'internal', message: 'Something went wrong on our side.' } }
    const answered = new ParleyError({ status: 500, headers: new Headers(), body })
    expect(errorText(texts, 'tr', refusalOf(answered))).toBe(texts.internal)
  })
})
