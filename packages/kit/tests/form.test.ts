import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { type Form, readForm } from '../src/form.ts'

const limits = { field: 'files', maxFiles: 3, maxFileBytes: 100_000, maxFields: 4, maxFieldBytes: 50 }
const totalBytes = 400_000
const boundary = 'b0undary'

interface Read {
  files: { name: string | undefined; bytes: Buffer }[]
  fields: Record<string, unknown>
  digest: string
}

async function readAll(form: Form): Promise<Read> {
  const files: Read['files'] = []
  for await (const { name, content } of form.files) files.push({ name, bytes: await buffer(content) })
  return { files, fields: Object.fromEntries(form.fields), digest: form.digest() }
}

const opened: Server[] = []
afterAll(async () => {
  for (const server of opened) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

/** A server that reads every form with `read` and answers with the outcome. */
async function listen<T>(read: (form: Form) => Promise<T>) {
  const outcomes: Promise<T>[] = []
  const server = createServer((request: IncomingMessage, response) => {
    const outcome = Promise.resolve().then(() => read(readForm(request, limits, totalBytes)))
    outcomes.push(outcome)
    outcome.then(
      () => response.end('read'),
      () => response.end('refused'),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push(server)
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}`, outcome: () => outcomes.at(-1)! }
}

const server = await listen(readAll)

async function send(body: string | FormData, type: string | null = `multipart/form-data; boundary=${boundary}`) {
  await fetch(server.url, { method: 'POST', body, headers: type === null ? {} : { 'content-type': type } })
  return server.outcome()
}

const part = (disposition: string, content: string, more = '') =>
  `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${more}\r\n${content}\r\n`
const end = `--${boundary}--\r\n`
const file = part('name="files"; filename="a"', 'x')
const refusal = (code: string, message = /./) => ({ code, message: expect.stringMatching(message) })

describe('a form', () => {
  it('is read whole, whatever the order of its parts', async () => {
    const bytes = Buffer.alloc(limits.maxFileBytes, 'x')
    const read = await send(
      part('name="before"', '1') +
        part('name="files"; filename="a.txt"', 'first') +
        part('name="between"', 'é') +
        part('name="files"; filename="long.bin"', bytes.toString()) +
        part('name="files"; filename="empty"', '') +
        part('name="after"', 'x'.repeat(limits.maxFieldBytes)) +
        end,
    )
    expect(read.fields).toEqual({ before: '1', between: 'é', after: 'x'.repeat(50) })
    expect(read.files.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['a.txt', 5],
      ['long.bin', limits.maxFileBytes],
      ['empty', 0],
    ])
    expect(read.files[1]!.bytes.equals(bytes)).toBe(true)
  })

  it('has one digest, whatever its boundary and the order of its fields, and another for other bytes or names', async () => {
    const digest = async (fields: [string, string][], ...files: File[]) => {
      const form = new FormData()
      for (const [name, value] of fields) form.append(name, value)
      for (const file of files) form.append('files', file)
      return (await send(form, null)).digest
    }
    const first = await digest(
      [
        ['a', '1'],
        ['b', '2'],
      ],
      new File(['x'], 'x'),
    )
    expect(
      await digest(
        [
          ['b', '2'],
          ['a', '1'],
        ],
        new File(['x'], 'x'),
      ),
    ).toBe(first)
    expect(
      await digest(
        [
          ['a', '1'],
          ['b', '3'],
        ],
        new File(['x'], 'x'),
      ),
    ).not.toBe(first)
    expect(
      await digest(
        [
          ['a', '1'],
          ['b', '2'],
        ],
        new File(['y'], 'x'),
      ),
    ).not.toBe(first)
    expect(
      await digest(
        [
          ['a', '1'],
          ['b', '2'],
        ],
        new File(['x'], 'y'),
      ),
    ).not.toBe(first)
    expect(
      await digest(
        [
          ['a', '1'],
          ['b', '2'],
        ],
        new File(['x'], 'x'),
        new File(['x'], 'x'),
      ),
    ).not.toBe(first)
  })

  it('gives names as they are written, without their paths', async () => {
    const { files } = await send(
      part('name="files"; filename="отчёт 報告.txt"', '1') +
        part('name="files"; filename="../../etc/passwd"', '2') +
        part(`name="files"; filename="x"; filename*=UTF-8''na%C3%AFve.txt`, '3') +
        end,
    )
    expect(files.map(({ name }) => name)).toEqual(['отчёт 報告.txt', 'passwd', 'naïve.txt'])
  })

  it('is read though a name has control characters, which it loses', async () => {
    const { files, fields } = await send(
      part('name="files"; filename="a\x01b\x7f\0.txt"', 'bytes \x01 stay') +
        part('name="files"; filename="c\nd\re\tf.txt"', '2', 'X-Other: \x02\r\n') +
        part('name="note"', 'x\x03') +
        end,
    )
    expect(files.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
      ['ab.txt', 'bytes \x01 stay'],
      ['cde\tf.txt', '2'],
    ])
    expect(fields).toEqual({ note: 'x\x03' })
  })

  it('is the same form however it is cut into pieces on its way', async () => {
    const body =
      'a preamble\r\n' +
      part('name="files"; filename="a\x01.txt"', `\r\n--b0undar\r\n\r\n--${boundary.slice(0, -1)}`) +
      part('name="note"', '1') +
      part('name="files"; filename="empty"', '') +
      end +
      'and an epilogue'
    const first = await send(body)
    expect(first.files.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['a.txt', 24],
      ['empty', 0],
    ])
    for (const size of [1, 2, 3, 7, 50]) {
      const socket = connect(server.port, '127.0.0.1')
      const before = server.outcome()
      socket.setNoDelay(true)
      socket.write(
        `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nTransfer-Encoding: chunked\r\n\r\n`,
      )
      // HTTP's own chunks arrive one by one, however TCP joins them.
      for (let at = 0; at < body.length; at += size) {
        const piece = body.slice(at, at + size)
        socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`)
      }
      socket.end('0\r\n\r\n')
      while (server.outcome() === before) await new Promise((resolve) => setImmediate(resolve))
      expect(await server.outcome(), `pieces of ${size}`).toEqual(first)
    }
  })

  it.for<[string, string]>([
    ['no name but bytes', part('name="files"; filename=""', 'x')],
    ['no name at all', part('name="files"', 'x')],
    ['a name that is not quoted well', part('name="files"; filename="a"b.txt"', 'x')],
    ['a header that is no form-data', `--${boundary}\r\nContent-Disposition: attachment; name="files"\r\n\r\nx\r\n`],
    ['no Content-Disposition', `--${boundary}\r\nContent-Type: text/plain\r\n\r\nx\r\n`],
  ])('is refused whole where one of its files has %s', async ([, bad]) => {
    for (const body of [bad + file, file + bad])
      await expect(send(body + end)).rejects.toMatchObject({
        code: 'invalid_input',
        details: [{ path: 'files', message: expect.stringMatching(/./) }],
      })
  })

  const long = (bytes: number) => part('name="files"; filename="a"', 'x'.repeat(bytes))
  it.for<[string, string, string, RegExp]>([
    ['one file too many', file.repeat(4) + end, 'payload_too_large', /at most 3 files/],
    ['a file one byte too long', long(limits.maxFileBytes + 1) + end, 'payload_too_large', /A file may be/],
    [
      'a long file that is not the first',
      file + long(limits.maxFileBytes + 1) + file + end,
      'payload_too_large',
      /A file/,
    ],
    [
      'one field too many',
      [1, 2, 3, 4, 5].map((i) => part(`name="f${i}"`, '1')).join('') + end,
      'payload_too_large',
      /4 text fields/,
    ],
    ['a field one byte too long', part('name="f"', 'x'.repeat(51)) + end, 'payload_too_large', /50 bytes/],
    ['a body that is too long in all', `${' '.repeat(totalBytes)}\r\n${file}${end}`, 'payload_too_large', /The body/],
    ['a file in another field', part('name="avatar"; filename="a"', 'x') + end, 'invalid_input', /the field files/],
    ['a field that comes twice', part('name="a"', '1') + part('name="a"', '2') + end, 'invalid_input', /once/],
    ['a form that is cut off in a file', part('name="files"; filename="a"', 'x'), 'invalid_input', /ends early/],
    ['a form that is cut off in a header', `--${boundary}\r\nContent-Dispo`, 'invalid_input', /ends early/],
    ['a form without an end', file, 'invalid_input', /ends early/],
    ['no form at all', 'hello', 'invalid_input', /ends early/],
    ['something after a boundary', `--${boundary} x\r\n${file}${end}`, 'invalid_input', /malformed/],
    ['a header that has no end', `${part('name="a"', '1').slice(0, -5)}\r\n${end}`, 'invalid_input', /malformed/],
    ['a header without bounds', `--${boundary}\r\nX: ${'x'.repeat(20_000)}`, 'invalid_input', /malformed/],
    ['an empty body', '', 'invalid_input', /ends early/],
    ['a header that is none', `--${boundary}\r\n\0\0: x\r\n\r\nx\r\n${end}`, 'invalid_input', /malformed/],
  ])('is refused for %s', async ([, body, code, message]) => {
    await expect(send(body)).rejects.toMatchObject(refusal(code, message))
  })

  it.for<[string, string, string]>([
    ['one file too many', file.repeat(4) + end, 'files'],
    ['a file that is too long', file + long(limits.maxFileBytes + 1) + end, 'files.1'],
    ['a text that is too long', part('name="content"', 'x'.repeat(51)) + end, 'content'],
  ])('names the field where %s is too much', async ([, body, path]) => {
    await expect(send(body)).rejects.toMatchObject({ code: 'payload_too_large', details: [{ path }] })
  })

  it('is refused without a boundary, and when it is none', async () => {
    for (const none of ['', ';', '; boundary', '; boundary=', '; boundary=""', `; boundary=${'x'.repeat(71)}`])
      await expect(send(file + end, `multipart/form-data${none}`), none).rejects.toMatchObject(
        refusal('invalid_input', /boundary/),
      )
    for (const known of [`;boundary="${boundary}"`, ` ; charset=utf-8; Boundary=${boundary} ; boundary=other`])
      expect((await send(file + end, `multipart/form-data${known}`)).files, known).toHaveLength(1)
    for (const type of ['application/json', 'text/plain', 'multipart/mixed; boundary=x', 'multipart/form-datax'])
      await expect(send(file + end, type), type).rejects.toMatchObject(refusal('unsupported_media_type'))
  })

  it('with a field that is called like a property of every object is only a form with that field', async () => {
    const { fields } = await send(part('name="__proto__"', 'x') + part('name="constructor"', 'y') + file + end)
    expect(Object.entries(fields)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
  })
})

describe('the reader of a form', () => {
  it('fails at once when the sender disconnects', async () => {
    const socket = connect(server.port, '127.0.0.1')
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: 90000\r\n\r\n${file}${'x'.repeat(100)}`,
    )
    const before = server.outcome()
    while (server.outcome() === before) await new Promise((resolve) => setImmediate(resolve))
    socket.destroy()
    await expect(server.outcome()).rejects.toMatchObject(refusal('invalid_input', /early/))
  })

  it('may stop in the middle, and the sender still gets the answer', async () => {
    const leaving = await listen(async (form) => {
      for await (const _ of form.files) break
      form.close()
    })
    const body = file + part('name="files"; filename="b"', 'x'.repeat(90_000)) + end
    const answer = await fetch(leaving.url, {
      method: 'POST',
      body,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    })
    expect(await answer.text()).toBe('read')
  })
})
