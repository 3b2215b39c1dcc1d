import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createClient } from '@parley/client/client'
import { register } from '@parley/contracts/identity/auth'
import { postMessage } from '@parley/contracts/messages/messages'
import { startStack } from '@parley/local/supervisor'
import { positive } from '../arguments.ts'
import { percentile } from '../rounds.ts'
import { type Clients, connect, registerClients } from './clients.ts'
import { type Plan, planDay } from './plan.ts'
import { openSlackExport } from './slack-export.ts'
import { type Acknowledged, createVerifier, type Received } from './verifier.ts'

const usage = `pnpm bench replay <slack-export.zip> [--day YYYY-MM-DD | --busiest N] [--in-flight N]

Replays a day of a Slack export through a platform that it starts itself: registers everyone who wrote that day,
connects each by socket, and posts the day's messages and threads in order, the next as soon as the last is
acknowledged (or N at once), then checks that everyone received every message once, in order, with its author and
thread. Exit code 1 when anyone did not.`

const patienceMs = 30_000

interface DayResult {
  day: string
  people: number
  messages: number
  replies: number
  deliveries: number
  perSecond: number
  p50: number
  p99: number
  violations: string[]
  violationCount: number
}

/** Runs `pnpm bench replay`; answers the exit code. */
export async function replayCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      day: { type: 'string' },
      busiest: { type: 'string', default: '1' },
      'in-flight': { type: 'string', default: '1' },
    },
  })
  const [file] = positionals
  if (!file) {
    console.error(usage)
    return 1
  }
  const inFlight = positive('in-flight', values['in-flight'])
  const exported = openSlackExport(file)
  const days = values.day
    ? [values.day]
    : exported.days.slice(0, positive('busiest', values.busiest)).map(({ day }) => day)
  if (days.length === 0) throw new Error('The export has no messages.')
  for (const day of days)
    if (exported.messagesOf(day).size === 0) throw new Error(`The export has no messages of ${day}.`)

  console.error('Starting the platform.')
  const stack = await startStack({
    env: { ...process.env, RATE_LIMITS: 'off', LOG_LEVEL: 'warn', SOCKET_CONNECTS_PER_MINUTE: '10000000' },
  })
  const results: DayResult[] = []
  try {
    for (const day of days) {
      const plan = planDay(exported.messagesOf(day), exported.names)
      results.push(await replayDay(stack.url, day, plan, exported.names, inFlight))
    }
  } finally {
    await stack.stop()
  }
  printResults(results)
  return results.every(({ violationCount }) => violationCount === 0) ? 0 : 1
}

async function replayDay(
  url: string,
  day: string,
  plan: Plan,
  names: Map<string, string>,
  inFlight: number,
): Promise<DayResult> {
  console.error(`${day}: registering ${plan.people.length} people`)
  const people = plan.people.map((slackId) => ({ slackId, name: names.get(slackId) ?? slackId }))
  const clients = await registerClients(url, people, plan.members)
  const verifiers = new Map([...plan.members].map(([name, members]) => [name, createVerifier(name, members)]))
  const channelOf = new Map([...clients.channels].map(([name, id]) => [id, name]))
  const strays: string[] = []

  console.error(`${day}: connecting them`)
  const watch = (person: string) => (event: { channel_id?: string | null; seq: number | null; data: unknown }) => {
    const at = performance.now()
    const verifier = verifiers.get(channelOf.get(event.channel_id ?? '') ?? '')
    if (verifier) verifier.received(person, { ...(event.data as Received), seq: event.seq }, at)
    else strays.push(`${person} received a message of ${event.channel_id}`)
  }
  const outsider = await createClient({ baseUrl: url }).call(register, {
    email: `outsider-${crypto.randomUUID()}@replay.test`,
    password: crypto.randomUUID(),
    name: 'Outsider',
  })
  const sockets = await Promise.all([
    connect(url, outsider.token, watch('an outsider')),
    ...plan.people.map((person) => connect(url, clients.byPerson.get(person)!.token, watch(person))),
  ])

  console.error(`${day}: posting ${plan.steps.length} messages`)
  const startedAt = performance.now()
  const acknowledged = await post(plan, clients, inFlight)
  const seconds = (performance.now() - startedAt) / 1000
  await untilDelivered(plan, verifiers)
  for (const socket of sockets) socket.disconnect()

  const settled = [...verifiers].map(([channel, verifier]) =>
    verifier.verify(
      acknowledged.filter((_, index) => plan.steps[index]!.channel === channel),
      { inOrder: inFlight === 1 },
    ),
  )
  const latencies = settled.flatMap((each) => each.latencies)
  return {
    day,
    people: plan.people.length,
    messages: plan.steps.length,
    replies: plan.steps.filter(({ root }) => root !== undefined).length,
    deliveries: [...verifiers.values()].reduce((sum, verifier) => sum + verifier.deliveries, 0),
    perSecond: plan.steps.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    violations: [...settled.flatMap((each) => each.violations), ...strays.slice(0, 20)],
    violationCount: settled.reduce((sum, { count }) => sum + count, 0) + strays.length,
  }
}

/** Posts a day; a reply waits for its thread's root, and nobody writes two messages at once. */
async function post(plan: Plan, clients: Clients, inFlight: number): Promise<Acknowledged[]> {
  const posted: Promise<Acknowledged>[] = []
  const lastOf = new Map<string, Promise<unknown>>()
  const open = new Set<Promise<unknown>>()
  for (const step of plan.steps) {
    if (open.size >= inFlight) await Promise.race(open)
    const { client, userId } = clients.byPerson.get(step.author)!
    const root = step.root === undefined ? undefined : posted[step.root]
    const before = lastOf.get(step.author)
    const sending = (async (): Promise<Acknowledged> => {
      await before
      const parentId = (await root)?.id ?? null
      const sentAt = performance.now()
      const { data } = await client.call(postMessage, {
        channel_id: clients.channels.get(step.channel)!,
        content: step.content,
        ...(parentId !== null && { parent_message_id: parentId }),
      })
      return { id: data.id, seq: data.seq, authorId: userId, parentId, content: step.content, sentAt }
    })()
    posted.push(sending)
    lastOf.set(step.author, sending)
    open.add(sending)
    void sending.finally(() => open.delete(sending)).catch(() => {})
  }
  return Promise.all(posted)
}

async function untilDelivered(plan: Plan, verifiers: Map<string, ReturnType<typeof createVerifier>>): Promise<void> {
  const expected = plan.steps.reduce((sum, { channel }) => sum + plan.members.get(channel)!.length, 0)
  const delivered = () => [...verifiers.values()].reduce((sum, verifier) => sum + verifier.deliveries, 0)
  for (const until = performance.now() + patienceMs; delivered() < expected && performance.now() < until; )
    await wait(20)
  await wait(500) // what comes twice comes after the last
}

function printResults(results: readonly DayResult[]): void {
  for (const { day, violations, violationCount } of results) {
    for (const violation of violations) console.log(`${day}: ${violation}`)
    if (violationCount > violations.length) console.log(`${day}: … and ${violationCount - violations.length} more`)
  }
  const header = ['day', 'people', 'messages', 'replies', 'deliveries', 'messages/s', 'p50 ms', 'p99 ms', 'violations']
  const rows = results.map((each) => [
    each.day,
    each.people,
    each.messages,
    each.replies,
    each.deliveries,
    Math.round(each.perSecond),
    each.p50.toFixed(1),
    each.p99.toFixed(1),
    each.violationCount,
  ])
  const line = (cells: (string | number)[]) =>
    `| ${cells.map((cell, column) => String(cell).padStart(header[column]!.length)).join(' | ')} |`
  console.log(
    [line(header), `|${header.map((cell) => '-'.repeat(cell.length + 2)).join('|')}|`, ...rows.map(line)].join('\n'),
  )
}
