// http-proxy-middleware on node:http with kept-alive connections, and nothing else.
import { Agent, createServer } from 'node:http'
import { createProxyMiddleware } from 'http-proxy-middleware'
import { listen, required } from './listening.ts'

const proxy = createProxyMiddleware({
  target: required('TARGET'),
  agent: new Agent({ keepAlive: true, maxSockets: 1_024, maxFreeSockets: 256 }),
})

listen(createServer((request, response) => void proxy(request, response, () => response.destroy())))
