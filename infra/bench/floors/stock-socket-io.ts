// socket.io as its manual has it: a token is looked at, then the socket joins five rooms.
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
io.on('connection', (socket) => {
  for (let room = 0; room < 5; room++) socket.join(`room:${socket.data.token.length}:${room}`)
  socket.on('typing', () => {})
  socket.on('sync', () => {})
})

listen(server)
