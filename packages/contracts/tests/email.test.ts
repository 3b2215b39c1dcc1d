import { describe, expect, it } from 'vitest'
import { Email } from '../src/email.ts'
import { HttpUrl } from '../src/fields.ts'

const parse = (text: string) => Email.safeParse(text).data

describe('an address', () => {
  it.each([
    ['  Ada@Acme.Example ', 'ada@acme.example'],
    ["o'brien+parley@acme-corp.co.uk", "o'brien+parley@acme-corp.co.uk"],
    ['u@bücher.example', 'u@bücher.example'],
    ['u@BÜCHER.Example', 'u@bücher.example'],
    ['u@xn--bcher-kva.example', 'u@bücher.example'],
    ['u@XN--BCHER-KVA.example', 'u@bücher.example'],
    ['u@bu\u0308cher.example', 'u@bücher.example'],
    ['u@例え。テスト', 'u@例え.テスト'],
    ['u@почта.рф', 'u@почта.рф'],
    ['u@xn--80a1acny.xn--p1ai', 'u@почта.рф'],
    ['Bücherei@acme.example', 'bücherei@acme.example'],
    ['bu\u0308cherei@acme.example', 'bücherei@acme.example'],
    ['用户@例子.公司', '用户@例子.公司'],
    ['u@faß.example', 'u@faß.example'],
  ])('%s is %s', (given, normal) => {
    expect(parse(given)).toBe(normal)
    expect(parse(normal)).toBe(normal)
  })

  it.each([
    ...['', 'nobody', '@acme.example', 'u@', 'u@acme', 'u@acme.', 'u@.example', 'u@a..example', 'u@1.2.3.4'],
    ...['a b@acme.example', 'a..b@acme.example', '.a@acme.example', 'a@b@acme.example', '"a"@acme.example'],
    ...['u@acme.example:80', 'u@acme.example/x', 'u@x%2eexample', 'u@[::1]', 'u@-a.example', 'u@xn--a.example'],
    ...['u@acme.example\r\nBcc: x@y.example', 'u\u202e@acme.example', 'u\u200b@acme.example', 'u@ac\u202eme.example'],
    ...['ada1\ufe0f@acme.example', '李\ufe00@acme.example', '李\u{e0100}@acme.example', 'می\u200cخواهم@acme.example'],
    ...['❤\ufe0f@acme.example', '1\ufe0f\u20e3@acme.example', 'u@ac\ufe0fme.example', 'u@acme\u{e0061}.example'],
    ...[`${'a'.repeat(65)}@acme.example`, `${'ü'.repeat(33)}@acme.example`, `u@${'a'.repeat(64)}.example`],
    ...['u@xn--0.example', 'u@xn--99999999.example', 'u@a.xn--1.example', 'u@xn--bcher-kva.xn--0.de', 'u@xn--.example'],
    `u@${'a.'.repeat(130)}example`,
  ])('is not %j', (given) => {
    expect(parse(given)).toBeUndefined()
  })
})

describe('an http(s) URL', () => {
  it.each([
    'https://cdn.acme.example/ada.png',
    'http://localhost:8080/a/b?size=2&v=%20#top',
    'https://[::1]/x',
    'https://acme.example',
    'HTTPS://CDN_1.Acme.Example.:443',
    'http://192.0.2.1:8080?x',
    'https://[2001:db8::192.0.2.1]:8443/x',
    'https://xn--bcher-kva.example/x',
  ])('may be %s', (url) => {
    expect(HttpUrl.parse(url)).toBe(url)
  })

  it.each([
    ...['https://acme.example/a b', 'https://acme.example/"x', "https://acme.example/'x", 'https://acme.example/<x>'],
    ...['javascript:alert(1)', 'data:image/png,x', 'ftp://acme.example/x', '//acme.example/x', 'acme.example'],
    ...['https://acme.example/%zz', 'https://acme.example/\\x', 'https://acme.example/a\nb', ' https://acme.example/'],
    ...['https://ada:secret@acme.example/', 'https:acme.example', 'https:///acme.example', 'https://acme.example/`'],
    ...[
      'https://a" onerror="alert(1)',
      'https://a"b/',
      "https://a'b/",
      'https://a`b',
      'https://a\\<img src=x>',
      'https://a b/',
    ],
    ...[
      'https://a\\b/',
      'https://ac\u202eme.example/',
      'https://ac\u200bme.example/',
      'https://a\tb.example/',
      'https://a\n',
    ],
    ...['https://a<b>/', 'https://a{b}', 'https://a|b', 'https://a^b', 'https://a;b', 'https://a,b', 'https://a(b)'],
    ...['https://bücher.example/', 'https://аcme.example/', 'https://acme。example/', 'https://ac%6de.example/'],
    ...[
      'https://acme.example:',
      'https://acme.example:0x50/',
      'https://acme.example:99999',
      'https://[::1',
      'https://::1/',
    ],
    ...['https://[::1%25eth0]/', 'https://[v1.x]/', 'https://[::g]/', 'https://a[::1]/', 'https://256.256.256.256/'],
  ])('is not %j', (url) => {
    expect(HttpUrl.safeParse(url).success).toBe(false)
  })
})
