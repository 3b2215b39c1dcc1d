import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { ServiceError } from '../src/errors.ts'
import { type Form, readForm } from '../src/form.ts'
import { jsonBody } from '../src/json-body.ts'

const limitBytes = 30_000
const uploadLimits = { field: 'files', maxFiles: 2, maxFileBytes: 10_000, maxFields: 4, maxFieldBytes: 500 }

const readJson = jsonBody(limitBytes)
const server = createServer((request, response) => {
  const answer = (status: number, body: unknown) => {
    response.setHeader('content-type', 'application/json')
    response.writeHead(status).end(JSON.stringify(body))
  }
  const refuse = (error: unknown) =>
    error instanceof ServiceError
      ? answer(400, { code: error.code, message: error.message, headers: error.headers })
      : answer(500, { error: String(error), type: (error as { type?: string }).type })
  if (request.url === '/elsewhere') return
  if (request.url === '/form') {
    readWhole(request).then((body) => answer(200, body), refuse)
    return
  }
  readJson(request, response, (error) =>
    error ? refuse(error) : answer(200, { body: (request as IncomingMessage & { body?: unknown }).body }),
  )
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function readWhole(request: IncomingMessage) {
  let form: Form | undefined
  try {
    form = readForm(request, uploadLimits, limitBytes)
    let bytes = 0
    for await (const { content } of form.files) for await (const chunk of content) bytes += chunk.length
    return { fields: Object.fromEntries(form.fields), bytes }
  } finally {
    form?.close()
  }
}

const encoders = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync }
const encodings = Object.keys(encoders) as (keyof typeof encoders)[]
const kinds = {
  json: {
    path: '/json',
    type: 'application/json',
    plain: Buffer.from(JSON.stringify({ content: 'hello '.repeat(20) })),
    huge: () => Buffer.from(JSON.stringify({ content: 'a'.repeat(5_000_000) })),
  },
  multipart: {
    path: '/form',
    type: 'multipart/form-data; boundary=b',
    plain: Buffer.from(
      '--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nhello\r\n--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n',
    ),
    huge: () =>
      Buffer.concat([
        Buffer.from('--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'),
        Buffer.alloc(5_000_000, 'a'),
        Buffer.from('\r\n--b--\r\n'),
      ]),
  },
}

async function send(kind: keyof typeof kinds, encoding: string | undefined, body: Buffer, type = kinds[kind].type) {
  const answer = await fetch(`http://127.0.0.1:${port}${kinds[kind].path}`, {
    method: 'POST',
    headers: { 'content-type': type, ...(encoding !== undefined && { 'content-encoding': encoding }) },
    body: new Uint8Array(body),
  })
  const { code = 'ok', ...rest } = (await answer.json()) as { code?: string; body?: unknown; error?: string }
  if (answer.status === 500) throw new Error(`500: ${JSON.stringify(rest)}`)
  return { code, ...rest }
}

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('a body of %s', (kind) => {
  const { plain, huge } = kinds[kind]

  describe.each(encodings)('in %s', (encoding) => {
    const encoded = encoders[encoding](plain)

    it('is read', async () => {
      expect(await send(kind, encoding, encoded)).toEqual(await send(kind, undefined, plain))
      expect(await send(kind, encoding.toUpperCase(), encoded)).toMatchObject({ code: 'ok' })
    })

    it('is a 400 when it is something else', async () => {
      const others = [plain, Buffer.from('x'), Buffer.alloc(100), Buffer.alloc(0)]
      for (const other of encodings) if (other !== encoding) others.push(encoders[other](plain))
      for (const other of others.filter(({ length }) => length > 0))
        expect(await send(kind, encoding, other)).toMatchObject({ code: 'invalid_input' })
    })

    it('is a 400 wherever it is cut short', async () => {
      for (let end = 1; end < encoded.length; end += 7)
        expect(await send(kind, encoding, encoded.subarray(0, end))).toMatchObject({ code: 'invalid_input' })
      expect(await send(kind, encoding, encoded.subarray(0, -1))).toMatchObject({ code: 'invalid_input' })
    })

    it('is a 400 when something follows it', async () => {
      for (const more of ['x', '\0', 'trailing garbage'])
        expect(await send(kind, encoding, Buffer.concat([encoded, Buffer.from(more)]))).toMatchObject({
          code: 'invalid_input',
        })
    })

    it('is a 413 when it grows beyond its limit', async () => {
      expect(await send(kind, encoding, encoders[encoding](huge()))).toMatchObject({ code: 'payload_too_large' })
    })

    it('is a 400 when it breaks off', async () => {
      // Only the server sees it: the client is gone.
      const failed = new Promise<unknown>((resolve) => {
        server.once('request', (request) => {
          const read = kind === 'json' ? readJsonAlone(request) : readWhole(request)
          read.then(resolve, resolve)
        })
      })
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          `POST /elsewhere HTTP/1.1\r\nHost: x\r\nContent-Type: ${kinds[kind].type}\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${encoded.length}\r\n\r\n`,
        )
        socket.write(encoded.subarray(0, 10), () => socket.destroy())
      })
      expect(await failed).toMatchObject({ code: 'invalid_input' })
    })
  })

  it('is a 415 in any other encoding, or several', async () => {
    for (const encoding of ['lzma', 'gzip, br', 'gzip, gzip', 'gzip,', 'constructor', '*', 'compress'])
      expect(await send(kind, encoding, plain)).toMatchObject({
        code: 'unsupported_media_type',
        headers: { 'Accept-Encoding': 'gzip, deflate, br, zstd' },
      })
  })
})

const readJsonAlone = (request: IncomingMessage) =>
  new Promise((resolve, reject) =>
    readJson(request, undefined as never, (error) => (error ? reject(error) : resolve(undefined))),
  )

describe('JSON', () => {
  const read = (body: string | Buffer, type = 'application/json') => send('json', undefined, Buffer.from(body), type)

  it('is UTF-8 and nothing else', async () => {
    expect(await read(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ code: 'invalid_input' })
    expect(await read('\ufeff{"a":1}')).toMatchObject({ code: 'ok', body: { a: 1 } })
    for (const charset of ['utf-8', 'UTF-8', 'utf8', '"utf-8"'])
      expect(await read('{"a":1}', `application/json; charset=${charset}`)).toMatchObject({ code: 'ok' })
    for (const charset of ['utf-16', 'utf-32', 'latin1', 'nonsense'])
      expect(await read('{"a":1}', `application/json; charset=${charset}`)).toMatchObject({
        code: 'unsupported_media_type',
      })
  })

  it('is bounded before it is parsed', async () => {
    expect(await read(`[${'1,'.repeat(9_990)}1]`)).toMatchObject({ code: 'ok' })
    // Not even JSON: it was not parsed.
    expect(await read(`[${'1,'.repeat(10_000)}`)).toMatchObject({
      code: 'invalid_input',
      message: 'body: Must hold at most 10,000 values in all.',
    })
    expect(await read('['.repeat(5_000))).toMatchObject({
      code: 'invalid_input',
      message: 'body: Must be nested at most 32 levels deep.',
    })
  })

  it('is a 400 when it is not JSON, a 413 when it is too long', async () => {
    expect(await read('{"a":')).toMatchObject({ code: 'invalid_input' })
    expect(await read(`"${'a'.repeat(limitBytes)}"`)).toMatchObject({ code: 'payload_too_large' })
  })
})
