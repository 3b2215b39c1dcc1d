// ws, Redis and messaging's own statements: a POST stores a message and publishes it; every socket that joined its room
// receives it, and it is made findable.
import { createServer } from 'node:http'
import { Redis } from 'ioredis'
import pg from 'pg'
import { type WebSocket, WebSocketServer } from 'ws'
import { makeDocuments, postMessageSql, postMessageValues } from '../same-sql.ts'
import { listen, required } from './listening.ts'

const pool = new pg.Pool({
  connectionString: required('DATABASE_URL'),
  max: 10,
  options: '-c search_path=messaging,parley',
})
const workspaces = new Set<string>()
void makeDocuments(pool, workspaces)
const redis = new Redis(required('REDIS_URL'), { enableAutoPipelining: true })
const subscriber = new Redis(required('REDIS_URL'))
const rooms = new Map<string, Set<WebSocket>>()

subscriber.on('message', (channel: string, text: string) => {
  for (const socket of rooms.get(channel) ?? []) socket.send(text)
})

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', async () => {
    const { workspace_id, channel_id, user_id, content } = JSON.parse(Buffer.concat(chunks).toString())
    workspaces.add(workspace_id)
    const values = postMessageValues(workspace_id, channel_id, user_id, content)
    const { rows } = await pool.query({ name: 'post', text: postMessageSql, values })
    const text = JSON.stringify(rows[0].event.data)
    void redis.publish(`bare:${channel_id}`, text)
    response.writeHead(201, { 'content-type': 'application/json' }).end(text)
  })
})

const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const room = `bare:${data}`
    let members = rooms.get(room)
    if (!members) {
      members = new Set()
      rooms.set(room, members)
      void subscriber.subscribe(room)
    }
    members.add(socket)
    socket.send('in')
  })
})

listen(server)
