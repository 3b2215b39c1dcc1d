// socket.io as its manual has it: a token is looked at, then the socket joins five rooms that fifty share.
import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { listen } from './listening.ts'

const server = createServer()
const io = new Server(server, { serveClient: false })
io.use((socket, next) => {
  const { token } = socket.handshake.auth
  if (typeof token === 'string') socket.data = { token }
  next(typeof token === 'string' ? undefined : new Error('no token'))
})
let connected = 0
io.on('connection', (socket) => {
  const group = Math.floor(connected++ / 50) * 5
  for (let room = group; room < group + 5; room++) socket.join(`channel:${String(room).padStart(36, '0')}`)
  socket.on('typing', () => {})
  socket.on('sync', () => {})
})

listen(server)
