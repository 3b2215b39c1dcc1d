import { describe, expect, it } from 'vitest'
import { deviceOf } from '../src/device.ts'

describe('deviceOf', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
      'Chrome 143 on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari 18 on iPhone',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0', 'Firefox 146 on Linux'],
    ['Mozilla/5.0', 'A browser'],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['parley-import/2 (nightly)', 'parley-import/2'],
    ['x'.repeat(500), 'x'.repeat(100)],
    [' ', null],
    ['', null],
    [null, null],
  ])('%s: %s', (userAgent, words) => expect(deviceOf(userAgent)).toBe(words))
})
