// Anthropic's Messages API as far as a stream needs it: every answer is PIECES pieces of text, one each INTERVAL_MS. Each is
// the time at which it was sent.
import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { clock } from '../clock.ts'
import { listen, required } from './listening.ts'

const pieces = Number(required('PIECES'))
const intervalMs = Number(required('INTERVAL_MS'))

const server = createServer(async (request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  const send = (type: string, more: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`)
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'bench', content: [], stop_reason: null }
  send('message_start', {
    message: { ...message, stop_sequence: null, usage: { input_tokens: 1, output_tokens: 1 } },
  })
  send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })
  for (let sent = 0; sent < pieces && !response.destroyed; sent++) {
    send('content_block_delta', { index: 0, delta: { type: 'text_delta', text: `${clock().toFixed(3)} ` } })
    await wait(intervalMs)
  }
  send('content_block_stop', { index: 0 })
  send('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: pieces } })
  send('message_stop', {})
  response.end()
})
listen(server)
