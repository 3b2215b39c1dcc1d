import { describe, expect, it } from 'vitest'
import { canRetry, reasonOf } from '../src/frame/ui/refusals.ts'
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

describe('why something was refused', () => {
  const files = [new File([], 'plan.pdf')]
  const beginning = { conversationId: undefined, content: 'Hello', files: [] }
  const goingOn = { ...beginning, conversationId: 'cnv_1' }

  it.each([
    [undefined, goingOn, 'noConnection'],
    ['rate_limited', goingOn, 'tooMuch'],
    ['payload_too_large', { ...goingOn, files }, 'tooBig'],
    ['invalid_input', { ...goingOn, files }, 'wrongFiles'],
    ['unsupported_media_type', { ...goingOn, files }, 'wrongFiles'],
    ['invalid_input', undefined, 'notAccepted'],
    ['conflict', { ...beginning, files }, 'tooManyFiles'],
    ['conflict', beginning, 'tooManyOpen'],
    ['conflict', goingOn, 'wentWrong'],
    ['not_found', goingOn, 'isGone'],
    ['internal', undefined, 'wentWrong'],
  ] as const)('is a sentence of the language for %s of %j: %s', (code, message, key) => {
    expect(reasonOf({ code }, en, message)).toBe(en[key])
  })

  it('stands above it all where the desk takes nothing from the visitor', () => {
    expect(reasonOf({ code: 'forbidden' }, en, goingOn)).toBeUndefined()
  })

  it.each([
    [undefined, goingOn, true],
    ['rate_limited', goingOn, true],
    ['internal', goingOn, true],
    ['conflict', beginning, true],
    ['not_found', beginning, true],
    ['not_found', goingOn, false],
    ['conflict', { ...goingOn, files }, false],
    ['payload_too_large', goingOn, false],
    ['invalid_input', goingOn, false],
    ['unsupported_media_type', { ...goingOn, files }, false],
  ] as const)('says for %s of %j whether sending it again may help: %s', (code, message, expected) => {
    expect(canRetry({ code }, message)).toBe(expected)
  })
})
