import { readFileSync } from 'node:fs'
import { inBatches, openLightSocket } from './light-socket.ts'

const tokens: string[] = JSON.parse(readFileSync('/tmp/rt-sockets/tokens.json', 'utf8'))
const t = Date.now()
let events = 0
const s = await inBatches(tokens, 50, (token) =>
  openLightSocket(`http://127.0.0.1:${process.argv[2]}`, token, () => {
    events++
  }),
)
console.log('connected', s.length, Date.now() - t, 'ms')
setInterval(() => {}, 1000)
setTimeout(() => console.log('events', events), 2500)
