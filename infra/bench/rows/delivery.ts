import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import WebSocket from 'ws'
import { inBatches, openLightSocket } from '../light-socket.ts'
import { createBareDatabase, type Population, populate } from '../population.ts'
import { startProcess } from '../processes.ts'
import { interleave, median, percentile } from '../rounds.ts'
import { createWatch, type Watch } from '../watch.ts'
import type { Measure } from './setting.ts'

const rooms = 20
const perRoom = 50
const sendsPerSecond = 40

interface Delivered {
  p50: number
  p99: number
}

/**
 * From sending to receiving, with 1,000 sockets in rooms of 50: the platform against ws, Redis and the same statement
 * in one process. Sends come at a steady rate that neither is busy with.
 */
export const delivery: Measure = async ({ stack, rounds, seconds, log }) => {
  const members = {
    people: rooms * perRoom,
    channels: rooms,
    membersOf: (channel: number) => Array.from({ length: perRoom }, (_, i) => channel * perRoom + i),
  }
  const bare = await createBareDatabase(stack)
  const ours = await populate(stack.databaseUrl, members)
  const theirs = await populate(bare.adminUrl, members)
  const floor = await startProcess(join(import.meta.dirname, '../floors/bare-sockets.ts'), {
    DATABASE_URL: bare.messagingUrl,
    REDIS_URL: stack.redisUrl,
  })
  const platformWatch = createWatch(perRoom)
  const floorWatch = createWatch(perRoom)
  const agent = new Agent({ keepAlive: true })
  const sockets: WebSocket[] = []
  try {
    log('opening 2,000 sockets')
    sockets.push(
      ...(await inBatches(ours.people, 50, ({ key }) =>
        openLightSocket(stack.url, key, (type, { data }) => {
          if (type === 'message.created') platformWatch.received(String(data.content))
        }),
      )),
      ...(await inBatches(theirs.people, 50, (_, i) =>
        openBareSocket(floor.url, theirs.channels[Math.floor(i / perRoom)]!.id, floorWatch.received),
      )),
    )
    const post = (url: string, headers: Record<string, string>, body: unknown) => send(agent, url, headers, body)
    const platformSend = (population: Population) => (room: number, content: string) => {
      const { id, members } = population.channels[room]!
      return post(
        `${stack.url}/api/v2/messages`,
        { authorization: `Bearer ${members[0]!.key}` },
        { channel_id: id, content },
      )
    }
    const floorSend = (population: Population) => (room: number, content: string) => {
      const { id, members } = population.channels[room]!
      const body = { workspace_id: population.workspaceId, channel_id: id, user_id: members[0]!.userId, content }
      return post(floor.url, {}, body)
    }
    const measured = await interleave<'platform' | 'floor', Delivered>(
      {
        platform: () => deliver(platformSend(ours), platformWatch, seconds),
        floor: () => deliver(floorSend(theirs), floorWatch, seconds),
      },
      { rounds, log },
    )
    const of = (which: keyof Delivered) => {
      const mine = median(measured.platform.map((round) => round[which]))
      const other = median(measured.floor.map((round) => round[which]))
      return {
        name: `send to receive, ${which}`,
        unit: 'ms',
        ours: mine,
        floor: other,
        against: 'ws + Redis + same SQL',
        ratio: mine / other,
        better: 'lower' as const,
        ...(which === 'p99' && { goal: 1.5 }),
      }
    }
    return [of('p50'), of('p99')]
  } finally {
    for (const socket of sockets) socket.terminate()
    agent.destroy()
    await floor.stop()
  }
}

async function deliver(
  sendTo: (room: number, content: string) => Promise<void>,
  watch: Watch,
  seconds: number,
): Promise<Delivered> {
  const sending: Promise<void>[] = []
  const startedAt = performance.now()
  for (let i = 0; i < seconds * sendsPerSecond; i++) {
    await wait(Math.max(0, startedAt + (i * 1000) / sendsPerSecond - performance.now()))
    const content = `${startedAt}-${i} Deploys are frozen until the migration is through.`
    watch.expect(content)
    sending.push(sendTo(i % rooms, content))
  }
  await Promise.all(sending)
  const latencies = await watch.take()
  return { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) }
}

function openBareSocket(url: string, room: string, received: (content: string) => void): Promise<WebSocket> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { perMessageDeflate: false })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('open', () => socket.send(room))
    socket.on('message', (data) => {
      const text = String(data)
      if (text === 'in') resolve(socket)
      else received(JSON.parse(text).content)
    })
  })
}

function send(agent: Agent, url: string, headers: Record<string, string>, body: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', ...headers },
    })
    outgoing.once('error', reject)
    outgoing.once('response', (answer) => {
      answer.resume()
      if (answer.statusCode === 201) answer.once('end', resolve)
      else reject(new Error(`A message was answered ${answer.statusCode}.`))
    })
    outgoing.end(JSON.stringify(body))
  })
}
