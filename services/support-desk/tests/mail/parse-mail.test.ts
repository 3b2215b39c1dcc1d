import { describe, expect, it } from 'vitest'
import { textOfHtml } from '../../src/mail/html-text.ts'
import { inboundMailOf } from '../../src/mail/inbound-mail.ts'
import { parseMail } from '../../src/mail/parse-mail.ts'
import { automatic, report } from './samples/automatic.ts'
import { english } from './samples/english.ts'
import { german } from './samples/german.ts'
import { both, plain } from './samples/sample.ts'
import { spanish } from './samples/spanish.ts'
import { turkish } from './samples/turkish.ts'

const read = async (source: string | Buffer) => inboundMailOf(await parseMail(Buffer.from(source)))

describe.each([
  ['English', english],
  ['German', german],
  ['Turkish', turkish],
  ['Spanish', spanish],
])('what somebody wrote in %s', (_language, samples) => {
  it.each(samples)('$name', async ({ source, text }) => {
    expect((await read(source)).text).toBe(text)
    // As most mail servers deliver it.
    expect((await read(source.replaceAll('\n', '\r\n'))).text).toBe(text)
  })
})

describe('a mail that nobody wrote', () => {
  it.each(automatic)('$name', async ({ source, why }) => {
    expect((await read(source)).automatic).toBe(why)
  })

  it('says whom a mail has not reached for good', async () => {
    expect(await read(report)).toMatchObject({
      automatic: 'bounce',
      bounces: [
        { recipient: 'zoe@home.example', isPermanent: true },
        { recipient: 'busy@home.example', isPermanent: false },
      ],
    })
  })
})

describe('the head of a mail', () => {
  it('names its author, its recipients as delivered, and the mails that it answers', async () => {
    const source = `Delivered-To: desk@in.parley.example\nX-Original-To: support@shop.example\n${plain('hi')}`
    expect(await read(source.replace('MIME-Version', 'References: <first@x> <second@x>\nMIME-Version'))).toMatchObject({
      messageId: 'zoe-1@home.example',
      from: { address: 'zoe@home.example', name: 'Zoë Kaya' },
      recipients: ['desk@in.parley.example', 'support@shop.example', 'reply@in.parley.example'],
      references: ['desk-1@in.parley.example', 'second@x', 'first@x'],
      subject: 'Re: Your order',
    })
  })

  it('cannot bring lines or controls', async () => {
    const source = plain('hi')
      .replace(/^Subject.*$/m, 'Subject: =?utf-8?q?Hello=0D=0ABcc:_all=40home.example=00?=')
      .replace(/^From:.*$/m, 'From: =?utf-8?q?Zo=0D=0Ae?= <zoe@home.example>')
    const { subject, from } = await read(source)
    expect(subject).toBe('Hello Bcc: all@home.example')
    expect(from).toEqual({ address: 'zoe@home.example', name: 'Zo e' })
  })

  it('names of several authors the one who has sent it, and else none', async () => {
    const authorOf = async (head: string) => (await read(plain('hi').replace(/^From:.*$/m, head))).from?.address
    const both = 'From: Zoe <zoe@home.example>, Eve <eve@home.example>'
    expect(await authorOf(`Sender: eve@home.example\n${both}`)).toBe('eve@home.example')
    for (const head of [both, `Sender: max@home.example\n${both}`, both.replace(', ', '\nFrom: ')])
      expect(await authorOf(head)).toBeUndefined()
  })

  it('is cut between characters as people see them', async () => {
    const family = '👩‍👩‍👧‍👦'
    const source = plain('hi').replace(/^Subject.*$/m, `Subject: ${'a'.repeat(495)}${family}`)
    expect((await read(source)).subject).toBe(`${'a'.repeat(495)}…`)
  })

  it.each(['', 'undisclosed', 'a@b', 'Team: a@home.example, b@home.example;', '<>'])(
    'has no author where it says %j',
    async (from) => {
      expect((await read(plain('hi').replace(/^From:.*$/m, `From: ${from}`))).from).toBeUndefined()
    },
  )
})

describe('the files of a mail', () => {
  const part = (headers: string, bytes: Buffer) =>
    `--m1\n${headers}\nContent-Transfer-Encoding: base64\n\n${bytes.toString('base64')}\n`
  const mixed = (...parts: string[]) =>
    plain(
      `--m1\nContent-Type: text/plain; charset=utf-8\n\nsee these\n${parts.join('')}--m1--\n`,
      'Content-Type: multipart/mixed; boundary=m1',
    )

  it('keep their names and bytes; decoration is left out', async () => {
    const photo = Buffer.alloc(9_000, 1)
    const { text, files, leftOut } = await read(
      mixed(
        part(`Content-Type: image/png\nContent-Disposition: attachment; filename*=utf-8''Fa%C3%A7ade.png`, photo),
        part('Content-Type: message/rfc822\nContent-Disposition: inline', Buffer.from('Subject: x\n\nhello')),
        part('Content-Type: application/pdf; name="../../a\\"b.pdf"', Buffer.from('%PDF')),
        part('Content-Type: application/pdf', Buffer.alloc(0)),
      ),
    )
    expect(text).toBe('see these')
    expect(files.map(({ name, content }) => [name, content.length])).toEqual([
      ['Façade.png', 9_000],
      [undefined, 17],
      ['../../a"b.pdf', 4],
    ])
    expect(leftOut).toEqual([])
  })

  it('are so many at most, and the others are named', async () => {
    const parts = Array.from({ length: 12 }, (_, n) =>
      part(`Content-Type: application/pdf; name=${n}.pdf`, Buffer.from('%PDF')),
    )
    const { files, leftOut } = await read(mixed(...parts))
    expect(files).toHaveLength(10)
    expect(leftOut).toEqual(['10.pdf', '11.pdf'])
  })
})

describe('a mail that means harm', () => {
  it.each([
    ['no byte', ''],
    ['no header', '\n\nhello'],
    ['bytes of no encoding', Buffer.from([0xff, 0xfe, 0, 1, 2, 10, 10, 0xc3, 0x28])],
    ['an encoding that is none', plain('hi', 'Content-Type: text/plain; charset=klingon')],
    ['base64 that is none', plain('@@@@', 'Content-Type: text/plain\nContent-Transfer-Encoding: base64')],
    ['a multipart without parts', plain('hi', 'Content-Type: multipart/mixed')],
    ['a boundary that never ends', plain('--b\n', 'Content-Type: multipart/mixed; boundary=b')],
    ['halves of characters', plain('=ED=A0=80\u0000', 'Content-Transfer-Encoding: quoted-printable')],
  ])('with %s is read as far as it goes', async (_what, source) => {
    const mail = await read(source)
    expect(mail.text).not.toContain('\0')
    expect(mail.text.isWellFormed()).toBe(true)
  })

  const ofParts = (count: number) =>
    plain(
      `${'--m1\nContent-Type: application/pdf; name=a.pdf\n\n%PDF\n'.repeat(count)}--m1--`,
      'Content-Type: multipart/mixed; boundary=m1',
    )

  it('with 1,000 parts gives ten files; with 10,000 it is refused', async () => {
    const { files, leftOut } = await read(ofParts(1_000))
    expect([files.length, leftOut.length]).toEqual([10, 90])
    await expect(read(ofParts(10_000))).rejects.toThrow('header size')
  })

  it('with parts within parts within parts is refused, as is one of headers alone', async () => {
    let nested = 'hello'
    for (let depth = 0; depth < 100; depth += 1)
      nested = `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n${nested}\n--b${depth}--`
    await expect(read(nested)).rejects.toThrow('nesting depth')
    await expect(read(`X: ${'x'.repeat(300_000)}\n\nhi`)).rejects.toThrow('header size')
  })

  it('with markup that is never closed is read all the same', async () => {
    const open = '<div><blockquote><a href="https://x.example">'.repeat(20_000)
    const { text } = await read(both('', `${open}hello`))
    expect(text.length).toBeLessThanOrEqual(20_000)
    const quoted = (depth: number) => textOfHtml('<blockquote>hi'.repeat(depth)).length
    expect(quoted(2_000)).toBeLessThan(2.5 * quoted(1_000))
  })

  it('with links that are never closed shows each address once, and what is a thousand elements deep not at all', () => {
    const links = [1, 2, 3].map((n) => `<a href="https://x.example/${n}">link ${n}`).join('')
    expect(textOfHtml(links)).toBe([1, 2, 3].map((n) => `link ${n} <https://x.example/${n}>`).join(''))
    expect(textOfHtml(`${'<i>'.repeat(100)}seen${'<i>'.repeat(1_000)}deep`)).toBe('seen')
  })
})
