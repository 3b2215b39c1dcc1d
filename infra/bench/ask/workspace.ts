import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Client, createClient } from '@parley/client/client'
import { createChannel } from '@parley/contracts/channels/channels'
import { login, register } from '@parley/contracts/identity/auth'
import type { Stack } from '@parley/local/supervisor'
import pg from 'pg'
import { openSlackExport } from '../replay/slack-export.ts'
import { importChannel } from './import.ts'

/** A workspace with an imported channel, as its folder remembers it. */
interface Remembered {
  workspaceId: string
  channelId: string
  userId: string
  email: string
  password: string
  messages: number
}

/** A workspace with an imported channel, and a newcomer who may read it, signed in. */
export interface AskedWorkspace extends Pick<Remembered, 'workspaceId' | 'userId' | 'messages'> {
  newcomer: Client
}

const manifest = 'asked-workspace.json'

/** The workspace of a data folder, which is made from the export where there is none. */
export async function openWorkspace(stack: Stack, dataDir: string, options: Options): Promise<AskedWorkspace> {
  const file = join(dataDir, manifest)
  const anyone = createClient({ baseUrl: stack.url })
  if (!existsSync(file)) await writeFile(file, JSON.stringify(await importWorkspace(stack, anyone, options)))
  const remembered = JSON.parse(await readFile(file, 'utf8')) as Remembered
  const { token } = await anyone.call(login, { email: remembered.email, password: remembered.password })
  return { ...remembered, newcomer: anyone.withToken(token) }
}

interface Options {
  export: string | undefined
  channel: string | undefined
  log: (line: string) => void
}

async function importWorkspace(stack: Stack, anyone: Client, options: Options): Promise<Remembered> {
  if (!options.export) throw new Error('The folder has no workspace yet: name a Slack export to make it from.')
  const exported = openSlackExport(options.export)
  const channel = options.channel ?? busiestOf(exported)
  const person = { email: `newcomer-${randomUUID()}@ask.test`, password: randomUUID(), name: 'Newcomer' }
  const { token, workspace, user } = await anyone.call(register, { ...person, companyName: 'Ask' })
  const made = await anyone
    .withToken(token)
    .call(createChannel, { workspace_id: workspace.uuid, name: channel, channel_type: 'text' })
  const place = { workspaceId: workspace.uuid, channelId: made.channel.id }
  options.log(`importing #${channel}`)
  const startedAt = performance.now()
  const messages = await importChannel(stack.databaseUrls.integrations, place, exported, channel, options.log)
  await untilSearchable(stack.databaseUrl, options.log)
  const seconds = Math.round((performance.now() - startedAt) / 1_000)
  options.log(`${messages.toLocaleString('en')} messages imported and searchable in ${seconds} s`)
  return { ...place, ...person, userId: user.uuid, messages }
}

function busiestOf(exported: ReturnType<typeof openSlackExport>): string {
  const counts = new Map<string, number>()
  for (const { day } of exported.days)
    for (const [channel, { length }] of exported.messagesOf(day))
      counts.set(channel, (counts.get(channel) ?? 0) + length)
  const [busiest] = [...counts].sort((a, b) => b[1] - a[1])
  if (!busiest) throw new Error('The export has no messages.')
  return busiest[0]
}

/** Waits until every message has its search document; then PostgreSQL counts words as autovacuum would before long. */
async function untilSearchable(url: string, log: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (;;) {
      const { rows } = await client.query<{ left: number }>('select count(*)::int as left from messaging.search_queue')
      if (rows[0]!.left === 0) break
      log(`${rows[0]!.left.toLocaleString('en')} messages to index`)
      await wait(5_000)
    }
    await client.query('vacuum analyze messaging.search_documents, messaging.messages')
  } finally {
    await client.end()
  }
}
