import { describe, expect, it } from 'vitest'
import { createNamedUrls } from '../../src/tools/named-urls.ts'

describe('an address', () => {
  it.each([
    ['Read https://example.com/a please.', 'https://example.com/a'],
    ['Read (https://example.com/a?q=1), then tell me', 'https://example.com/a?q=1'],
    ['What does example.com/a say?', 'https://example.com/a'],
    ['look at EXAMPLE.com', 'http://example.com/'],
    ['[this](https://example.com/x).', 'https://example.com/x#part'],
    ['„https://bücher.example/“', 'https://xn--bcher-kva.example/'],
  ])('that “%s” names is known: %s', (words, url) => {
    expect(createNamedUrls(words).has(url)).toBe(true)
  })

  it.each([
    ['Read https://example.com/a', 'https://example.com/a?q=secret'],
    ['Read https://example.com/a', 'https://example.com/a/secret'],
    ['Read https://example.com/a', 'https://example.com:8443/a'],
    ['Read https://example.com/a', 'https://secret.example.com/a'],
    ['Read https://example.com/a', 'https://user:secret@example.com/a'],
    ['Ask example.com.evil.test about it', 'https://example.com/'],
    ['Read https://example.com', 'https://example.com.evil.test/'],
    ['What do our notes say?', 'https://attacker.test/'],
    ['Read https://example.com/a', 'not an address'],
  ])('that “%s” does not name is not: %s', (words, url) => {
    expect(createNamedUrls(words).has(url)).toBe(false)
  })

  it('that a search found is known', () => {
    const named = createNamedUrls('Search for keys', ['https://found.example/1'])
    expect(named.has('https://found.example/1')).toBe(true)
    expect(named.has('https://found.example/2')).toBe(false)
  })
})
