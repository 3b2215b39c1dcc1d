// What a program could try that has escaped from Python into all of Node. Begins when it is told so, once it is sealed.
import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { Worker } from 'node:worker_threads'

const { port, canaryFile, parent, growthBytes } = JSON.parse(process.argv[2] ?? '')

/** @param {object} frame */
const send = (frame) => writeSync(1, `${JSON.stringify(frame)}\n`)

/** @param {() => unknown} work */
async function attempt(work) {
  try {
    return `done: ${String(await work()).slice(0, 40)}`
  } catch (error) {
    const { code, name } = /** @type {NodeJS.ErrnoException} */ (error)
    return code ?? name
  }
}

/** @param {import('node:events').EventEmitter} emitter @param {string} event */
const outcome = (emitter, event) => new Promise((resolve, reject) => emitter.once(event, resolve).once('error', reject))

/** @type {Record<string, () => unknown>} */
const attempts = {
  readCanary: () => readFileSync(canaryFile, 'utf8'),
  readPasswords: () => readFileSync('/etc/passwd', 'utf8'),
  readEnvironment: () => readFileSync('/proc/self/environ', 'utf8'),
  listRoot: () => readdirSync('/'),
  write: () => writeFileSync('/tmp/parley-sandbox-canary', 'x'),
  readOwnFile: () => openSync(new URL(import.meta.url), 'r'),
  connect: () => outcome(connect(port, '127.0.0.1'), 'connect'),
  listen: () => outcome(createServer().listen(0, '127.0.0.1'), 'listening'),
  fetch: () => fetch(`http://127.0.0.1:${port}`).catch((error) => Promise.reject(error.cause ?? error)),
  resolve: () => lookup('localhost'),
  datagram: () => {
    const socket = createSocket('udp4')
    const sent = outcome(socket, 'message')
    socket.send('x', port, '127.0.0.1', (error) => (error ? socket.emit('error', error) : socket.emit('message')))
    return sent
  },
  spawn: () => {
    const { error, stdout } = spawnSync('ls')
    if (error) throw error
    return stdout
  },
  worker: () => outcome(new Worker('1', { eval: true }), 'online'),
  evaluate: () => new Function('return 1')(),
  binding: () => /** @type {any} */ (process).binding('fs'),
  kill: () => process.kill(parent, 0),
}

send({ ready: true })
readFileSync(0)
/** @type {Record<string, string>} */
const outcomes = {}
for (const [name, work] of Object.entries(attempts)) outcomes[name] = await attempt(work)
send({ outcomes, environment: Object.keys(process.env) })

const pieces = []
const step = 8 * 1024 * 1024
while (pieces.length * step < 4 * growthBytes) {
  pieces.push(Buffer.alloc(step, 1))
  send({ allocated: pieces.length * step })
}
process.exit(0)
