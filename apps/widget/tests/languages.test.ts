import { describe, expect, it } from 'vitest'
import { en } from '../src/i18n/en.ts'
import { loadLanguage } from '../src/i18n/languages.ts'

describe('the language of a widget', () => {
  it('is the first that there are texts in', async () => {
    expect((await loadLanguage('tr-TR', 'de')).code).toBe('tr')
    expect((await loadLanguage(undefined, 'es')).code).toBe('es')
    expect((await loadLanguage('xx', null, 'en-GB')).code).toBe('en')
    expect((await loadLanguage('constructor')).code).toBe('en')
  })

  it.each(['tr', 'de', 'es'])('has in %s every text, each of its own where words differ', async (code) => {
    const { texts } = await loadLanguage(code)
    expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort())
    for (const [key, text] of Object.entries(texts)) {
      const english = en[key as keyof typeof en]
      if (typeof text === 'function') expect(text.toString(), key).not.toBe(english.toString())
      else expect(text, key).not.toBe('')
    }
    expect(texts.rate(5)).not.toBe(en.rate(5))
    expect(texts.newMessages(2)).toContain('2')
  })
})
