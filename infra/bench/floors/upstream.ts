// A service that has its answer ready: about a message, 700 bytes of JSON.
import { createServer } from 'node:http'
import { listen } from './listening.ts'

const body = JSON.stringify({
  success: true,
  data: { id: '0190a5b4-7c1e-7def-8abc-000000000001', content: 'x'.repeat(640) },
  meta: {},
})

listen(
  createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
  }),
)
