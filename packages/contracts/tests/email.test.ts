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
  ])('may be %s', (url) => {
    expect(HttpUrl.parse(url)).toBe(url)
  })

  it.each([
    ...['https://acme.example/a b', 'https://acme.example/"x', "https://acme.example/'x", 'https://acme.example/<x>'],
    ...['javascript:alert(1)', 'data:image/png,x', 'ftp://acme.example/x', '//acme.example/x', 'acme.example'],
    ...['https://acme.example/%zz', 'https://acme.example/\\x', 'https://acme.example/a\nb', ' https://acme.example/'],
    ...['https://ada:secret@acme.example/', 'https:acme.example', 'https:///acme.example', 'https://acme.example/`'],
  ])('is not %j', (url) => {
    expect(HttpUrl.safeParse(url).success).toBe(false)
  })
})
