import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { toServiceError } from '@parley/kit/errors'
import { isPublic } from '@parley/kit/outside/addresses'
import { OutsideConfig } from '@parley/kit/outside/config'
import { createOutsideFetch, type Lookup, type OutsideRequest } from '@parley/kit/outside/fetch'
import { followRedirect } from '@parley/kit/outside/redirect'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

/** Resolves the names of a test; what it does not know has no address. */
const resolver = (names: Record<string, string[] | (() => string[])>) =>
  vi.fn<Lookup>((host, _options, callback) => {
    const known = names[host] ?? []
    const addresses = typeof known === 'function' ? known() : known
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  })

function open(lookup = resolver({}), allowed = '') {
  const outside = createOutsideFetch({
    allowed: OutsideConfig.parse({ OUTSIDE_ALLOWED: allowed }).OUTSIDE_ALLOWED,
    lookup,
  })
  closeAfterwards(outside)
  return outside
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closeAfterwards({ close: async () => server.close() })
  return (server.address() as { port: number }).port
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void
let handler: Handler = () => {}
const port = await listen(createServer((request, response) => handler(request, response)))
const lookup = resolver({ 'here.test': ['127.0.0.1'], 'there.test': ['127.0.0.1'] })
const { fetch } = open(lookup, '127.0.0.1')
const here = `http://here.test:${port}`
const there = `http://there.test:${port}`

/** Answers with the double on loopback. */
const call = (answer: Handler, url = `${here}/`, request?: OutsideRequest) => {
  handler = answer
  return fetch(url, request)
}
const refused = (reason: string) => expect.objectContaining({ name: 'OutsideError', reason })

describe('a URL that a user chose', () => {
  const names = resolver({
    localhost: ['127.0.0.1', '::1'],
    'app.localhost': ['::1'],
    'inner.test': ['10.0.0.7'],
    'mixed.test': ['93.184.215.14', '192.168.0.1'],
    'mapped.test': ['::ffff:10.0.0.1'],
    'metadata.test': ['169.254.169.254'],
    'public.test': ['93.184.215.14'],
  })
  const { fetch } = open(names)

  it.each([
    // 127.0.0.1 as inet_aton, browsers and IDNA read it
    ...['127.0.0.1', '2130706433', '0177.0.0.1', '017700000001', '0x7f000001', '0x7F.1', '127.1', '127.0.1'],
    ...[
      '127.0.0.1.',
      '127。0。0。1',
      '127．0．0．1',
      '①②⑦.0.0.1',
      '１２７.0.0.1',
      '%31%32%37.0.0.1',
      '127.255.255.254',
    ],
    // special ranges of IPv4
    ...['0', '0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.127.255.255', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.0.0.1', '192.0.2.1', '192.88.99.1', '192.168.1.1', '198.18.0.1', '198.51.100.1'],
    ...['203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '192.0.0.192'],
    // special ranges of IPv6
    ...['[::]', '[::1]', '[0:0:0:0:0:0:0:1]', '[fe80::1]', '[febf::1]', '[fec0::1]', '[fc00::1]', '[fd00:ec2::254]'],
    ...['[ff02::1]', '[100::1]', '[2001:db8::1]', '[3fff::1]', '[5f00::1]', '[2001:2::1]', '[2001:20::1]', '[4000::1]'],
    // IPv4 within IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo
    ...['[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::FFFF:169.254.169.254]', '[::127.0.0.1]', '[::ffff:0:127.0.0.1]'],
    ...['[64:ff9b::127.0.0.1]', '[64:ff9b::a00:1]', '[64:ff9b:1::808:808]', '[2002:7f00:1::]', '[2002:808:808::1]'],
    ...['[2001:0:7f00:1::]', '[::ffff:a00:1]'],
    // names
    ...['localhost', 'LOCALHOST', 'localhost.', 'app.localhost', 'inner.test', 'mixed.test', 'mapped.test'],
    ...['metadata.test', 'METADATA。test'],
    // what is before an @ is no host
    '/127.0.0.1',
  ])('is refused as not public: %s', async (host) => {
    await expect(fetch(`http://${host}/latest`)).rejects.toThrow(refused('address'))
  })

  it.each([
    ...['', '//127.0.0.1', 'ftp://public.test', 'file:///etc/passwd', 'gopher://public.test', 'javascript:1'],
    ...['data:,x', 'http://', 'http://[::1%25lo]/', 'http://[fe80::1%eth0]/', 'http://[::1', 'http://a b/'],
    ...['http://public.test@127.0.0.1/', 'http://127.0.0.1@public.test/', 'http://:x@public.test/'],
    ...['http://public.test:22/', 'https://public.test:6379/', 'http://127.0.0.1:5432/', 'http://1.2.3.4.5/'],
    'http://256.0.0.1/',
  ])('is refused by its form: %s', async (url) => {
    await expect(fetch(url)).rejects.toThrow(refused('url'))
  })

  it('is refused with a sentence that tells no address', async () => {
    await expect(fetch('http://inner.test')).rejects.toThrow('inner.test is not a public address.')
    await expect(fetch('http://nowhere.test')).rejects.toThrow('nowhere.test has no address.')
    expect(toServiceError(await fetch('http://inner.test').catch((error) => error))).toMatchObject({
      code: 'bad_gateway',
      message: 'inner.test is not a public address.',
    })
  })

  it.each([
    ...['8.8.8.8', '100.63.255.255', '100.128.0.1', '172.15.255.255', '172.32.0.1', '192.167.1.1', '223.255.255.255'],
    ...['2606:4700::1111', '2a00:1450:4001::1', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'],
  ])('may lead to %s', (address) => expect(isPublic(address)).toBe(true))
})

describe('a name', () => {
  it('is resolved once for a connection, which goes to the address that was checked', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']]
    const lookup = resolver({ 'rebinding.test': () => answers.shift() ?? [] })
    const { fetch } = open(lookup, '127.0.0.1')
    handler = (_request, response) => response.setHeader('Connection', 'close').end('reached')
    expect(await (await fetch(`http://rebinding.test:${port}`)).text()).toBe('reached')
    expect(lookup).toHaveBeenCalledOnce()
    // The next connection is checked too.
    await expect(fetch(`http://rebinding.test:${port}`)).rejects.toThrow(refused('url'))
    expect(lookup).toHaveBeenCalledTimes(2)
  })

  it('stays in Host, without its dot', async () => {
    const answer = await call((request, response) => response.end(request.headers.host), `http://here.test.:${port}/`, {
      headers: { Host: 'elsewhere.test' },
    })
    expect(await answer.text()).toBe(`here.test:${port}`)
  })

  it('stays in SNI', async () => {
    const asked = vi.fn()
    const SNICallback = (name: string, done: (error: null) => void) => {
      asked(name)
      done(null)
    }
    const tls = createTlsServer({ SNICallback }).on('tlsClientError', () => {})
    await expect(fetch(`https://here.test:${await listen(tls)}`)).rejects.toThrow(refused('unreachable'))
    expect(asked).toHaveBeenCalledWith('here.test')
  })

  it('is allowed by the operator at its port, or at any, or by its range', async () => {
    handler = (_request, response) => response.end('ok')
    const names = resolver({ 'mcp.inner': ['127.0.0.1'], 'other.inner': ['127.0.0.1'] })
    for (const allowed of [
      `mcp.inner:${port}`,
      'mcp.inner',
      '127.0.0.0/8',
      `127.0.0.1:${port}`,
      '10.0.0.0/8, mcp.inner',
    ])
      expect((await open(names, allowed).fetch(`http://mcp.inner:${port}`)).status).toBe(200)
    for (const allowed of ['mcp.inner:1', '127.0.0.1:1', 'inner', '[::1]', `[fd00::/8]:${port}`])
      await expect(open(names, allowed).fetch(`http://mcp.inner:${port}`)).rejects.toThrow(refused('url'))
    await expect(open(names, `mcp.inner:${port}`).fetch(`http://other.inner:${port}`)).rejects.toThrow(refused('url'))
    for (const wrong of ['http://mcp.inner', '10.0.0.0/33', 'a b', 'mcp.inner:x'])
      expect(OutsideConfig.safeParse({ OUTSIDE_ALLOWED: wrong }).success, wrong).toBe(false)
  })
})

describe('a redirect', () => {
  const redirectTo =
    (location: string, status = 302): Handler =>
    (_request, response) =>
      response.writeHead(status, { Location: location }).end('moved')

  it('is checked like the URL itself', async () => {
    await expect(call(redirectTo('http://169.254.169.254/'))).rejects.toThrow(refused('address'))
    await expect(call(redirectTo('http://user@here.test/'))).rejects.toThrow(refused('url'))
    await expect(call(redirectTo('file:///etc/passwd'))).rejects.toThrow(refused('url'))
    await expect(call(redirectTo('http://[::1'))).rejects.toThrow(refused('redirect'))
    await expect(call((_request, response) => response.writeHead(302).end())).rejects.toThrow(refused('redirect'))
  })

  it('is followed five times, or as often as is said', async () => {
    const requests = vi.fn<Handler>(redirectTo('/again'))
    await expect(call(requests)).rejects.toThrow(refused('redirect'))
    expect(requests).toHaveBeenCalledTimes(6)
    await expect(call(redirectTo('/again'), here, { maxRedirects: 0 })).rejects.toThrow(refused('redirect'))
  })

  it('takes no credentials to another origin', async () => {
    const headers = { Authorization: 'Bearer x', 'X-Api-Key': 'x', Cookie: 'x', Accept: 'text/plain' }
    const echo: Handler = (request, response) => {
      if (request.url === '/') redirectTo(`${there}/there`)(request, response)
      else response.end(JSON.stringify(request.headers))
    }
    const answer = await call(echo, here, { headers })
    expect(answer.url).toBe(`${there}/there`)
    const received = await answer.json()
    expect(received).toMatchObject({ accept: 'text/plain', host: `there.test:${port}` })
    for (const name of ['authorization', 'x-api-key', 'cookie']) expect(received).not.toHaveProperty(name)
    expect(await (await call(echo, `${here}/here`, { headers })).json()).toMatchObject({ authorization: 'Bearer x' })
  })

  it('keeps method and body as the Fetch standard says, and never goes from https to http', () => {
    const hop = (method: string, status: number, to = '/next') => {
      const headers = new Headers({ 'Content-Type': 'text/plain', 'X-Api-Key': 'x' })
      const next = followRedirect({ url: new URL('https://a.test/'), method, headers, body: 'text' }, status, to)
      return [next.method, next.body, next.headers.get('content-type'), next.headers.get('x-api-key')]
    }
    for (const status of [301, 302, 303]) expect(hop('POST', status)).toEqual(['GET', undefined, null, 'x'])
    for (const status of [307, 308]) expect(hop('POST', status)).toEqual(['POST', 'text', 'text/plain', 'x'])
    for (const status of [301, 302]) expect(hop('PUT', status)).toEqual(['PUT', 'text', 'text/plain', 'x'])
    expect(hop('PUT', 303)[0]).toBe('GET')
    expect(hop('HEAD', 303)[0]).toBe('HEAD')
    expect(hop('POST', 307, 'https://b.test/')[3]).toBe(null)
    expect(() => hop('GET', 302, 'http://a.test/')).toThrow(refused('redirect'))
  })
})

describe('an answer', () => {
  it('is decoded, with its status, headers and URL', async () => {
    const answer = await call((request, response) => {
      response.writeHead(404, { 'Content-Encoding': 'gzip', 'Set-Cookie': ['a=1', 'b=2'] })
      response.end(gzipSync(String(request.headers['accept-encoding'])))
    })
    expect([answer.status, answer.url, answer.headers.getSetCookie()]).toEqual([404, `${here}/`, ['a=1', 'b=2']])
    expect(await answer.text()).toBe('gzip, deflate, br, zstd')
    expect(await (await call((_request, response) => response.writeHead(204).end())).text()).toBe('')
    const head = await call((_request, response) => response.setHeader('Content-Length', 5).end(), here, {
      method: 'HEAD',
    })
    expect(await head.text()).toBe('')
  })

  it('is cut where it is too long, as it arrives and decoded', async () => {
    const zeros = Buffer.alloc(1_000_000)
    const limits = { maxBytes: 100_000 }
    const plain = await call((_request, response) => response.end(zeros), here, limits)
    await expect(plain.bytes()).rejects.toThrow(refused('too_large'))
    const bomb = await call(
      (_request, response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync(zeros)),
      here,
      limits,
    )
    await expect(bomb.bytes()).rejects.toThrow(refused('too_large'))
    // Empty blocks decode to nothing, without end.
    const nothing = await call(
      (_request, response) => {
        response.setHeader('Content-Encoding', 'deflate').write(Buffer.from([0x78, 0x9c]))
        response.end(Buffer.alloc(200_000, Buffer.from([0, 0, 0, 0xff, 0xff])))
      },
      here,
      limits,
    )
    await expect(nothing.bytes()).rejects.toThrow(refused('too_large'))
  })

  it('is refused where it is not what it says', async () => {
    const encoded = (encoding: string) => (_request: unknown, response: ServerResponse) =>
      response.setHeader('Content-Encoding', encoding).end('not encoded')
    await expect((await call(encoded('gzip'))).text()).rejects.toThrow(refused('malformed'))
    await expect((await call(encoded('br'))).text()).rejects.toThrow(refused('malformed'))
    await expect(call(encoded('gzip, gzip'))).rejects.toThrow(refused('malformed'))
  })

  it('whose head has no end is refused', async () => {
    const endless = createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.write('HTTP/1.1 200 OK\r\n')
      const more = () => socket.writable && socket.write(`X-More: ${'x'.repeat(1000)}\r\n`, () => setImmediate(more))
      more()
    })
    await expect(fetch(`http://here.test:${await listen(endless)}`)).rejects.toThrow(refused('too_large'))
    const noise = createTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0-OpenSSH_10.0\r\n'))
    await expect(fetch(`http://here.test:${await listen(noise)}`)).rejects.toThrow(refused('malformed'))
  })

  it('is waited for to the first byte and to the last', async () => {
    await expect(call(() => {}, here, { firstByteTimeoutMs: 30 })).rejects.toThrow(refused('timeout'))
    await expect(call(() => {}, here, { timeoutMs: 30 })).rejects.toThrow(refused('timeout'))
    const unresolved = open(vi.fn<Lookup>()).fetch('http://silent.test', { firstByteTimeoutMs: 30 })
    await expect(unresolved).rejects.toThrow(refused('timeout'))
    const slow = await call((_request, response) => void response.write('slow'), here, { timeoutMs: 60 })
    const failure = await slow.text().catch((error) => error)
    expect(failure).toEqual(refused('timeout'))
    expect(toServiceError(failure)).toMatchObject({ code: 'timeout', message: 'here.test took too long to answer.' })
  })

  it('that breaks off, or does not come, is unreachable', async () => {
    const broken = await call((_request, response) => {
      response.writeHead(200, { 'Content-Length': 10 }).write('half', () => response.destroy())
    })
    await expect(broken.text()).rejects.toThrow(refused('unreachable'))
    await expect(fetch('http://here.test:1')).rejects.toThrow(refused('unreachable'))
  })

  it('ends with its reader, and with the signal', async () => {
    const closed = Promise.withResolvers<void>()
    const endless: Handler = (_request, response) => {
      response.once('close', closed.resolve).write('first')
    }
    const cancelled = await call(endless, here, { timeoutMs: 3_600_000 })
    await cancelled.body!.cancel()
    await closed.promise
    const stop = new AbortController()
    const reading = (await call(endless, here, { signal: stop.signal })).text()
    stop.abort(new Error('not wanted any more'))
    await expect(reading).rejects.toThrow('not wanted any more')
    await expect(call(endless, here, { signal: stop.signal })).rejects.toThrow('not wanted any more')
  })
})

it('goes through no proxy of the environment', async () => {
  for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'])
    vi.stubEnv(name, 'http://127.0.0.1:1')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { fetch } = open(lookup, '127.0.0.1')
  handler = (request, response) => response.end(request.url)
  expect(await (await fetch(`${here}/path?query#fragment`)).text()).toBe('/path?query')
})

it('sends method, headers and body, and refuses what no call may be', async () => {
  const answer = await call(
    (request, response) => {
      response.setHeader('X-Method', request.method!).setHeader('X-Sent', String(request.headers['x-sent']))
      request.pipe(response)
    },
    here,
    { method: 'post', headers: { 'X-Sent': 'yes' }, body: 'a body' },
  )
  expect([answer.headers.get('x-method'), answer.headers.get('x-sent'), await answer.text()]).toEqual([
    'POST',
    'yes',
    'a body',
  ])
  await expect(fetch(here, { method: 'CONNECT' })).rejects.toThrow(TypeError)
  await expect(fetch(here, { headers: { 'X-Sent': 'a\u0001b' } })).rejects.toThrow('header')
})
