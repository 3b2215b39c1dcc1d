import { describe, expect, it } from 'vitest'
import { foldHandle, handlesOf } from '../src/handle-fold.ts'

describe('foldHandle', () => {
  it.each([
    ['case', ['Ada', 'ADA', 'ada']],
    ['the German sharp s', ['Straße', 'STRASSE', 'strasse', 'STRAẞE']],
    ['either Turkish i', ['İpek', 'ipek', 'IPEK', 'ıpek', 'i\u0307pek']],
    ['final sigma', ['Νίκος', 'ΝΊΚΟΣ', 'νίκοσ']],
    ['compatibility forms', ['Ａｄａ', 'Ⓐda', 'ada']],
    ['a ligature', ['Sofía ﬁ', 'sofíafi']],
    ['composed and decomposed accents', ['Zoé', 'Zoe\u0301']],
    ['apostrophes, straight or curly', ["O'Brien", 'O’Brien', 'obrien']],
    ['spaces and punctuation', ['Mary-Jane (Ops) & Co.', 'mary_jane ops co', 'maryjaneopsco']],
    ['characters that show nothing', ['a\u200bd\u00ada', 'ada']],
  ])('does not distinguish %s', (_what, [first, ...others]) => {
    for (const other of others) expect(foldHandle(other)).toBe(foldHandle(first!))
  })

  it('keeps accents', () => {
    expect(foldHandle('Zoé')).not.toBe(foldHandle('Zoe'))
    expect(foldHandle('Bücher')).toBe('bücher')
  })

  it('leaves what it has folded as it is, for every character and its cases', () => {
    const wrong: string[] = []
    for (let code = 0; code < 0x11_0000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue
      const character = String.fromCodePoint(code)
      const others = [character.toUpperCase(), character.toLowerCase(), character.normalize('NFKD')]
      if (others.every((other) => other === character)) continue
      const folded = foldHandle(character)
      const forms = [folded, ...others]
      if (forms.some((form) => foldHandle(form) !== folded)) wrong.push(code.toString(16))
    }
    expect(wrong).toEqual([])
  })
})

describe('handlesOf', () => {
  it('gives the name and the address up to its plus', () => {
    expect(handlesOf({ name: 'Ada Lovelace', email: 'ada.l+parley@acme.example' })).toEqual(['adalovelace', 'adal'])
  })

  it('gives one where both are the same, and none that is empty or too long', () => {
    expect(handlesOf({ name: 'Ada', email: 'ada@acme.example' })).toEqual(['ada'])
    expect(handlesOf({ name: '\ufdfa'.repeat(100), email: '---@acme.example' })).toEqual([])
  })
})
