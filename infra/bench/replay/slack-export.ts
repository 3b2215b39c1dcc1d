import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'

/** A message as the export has it, as far as we use it. */
export interface SlackMessage {
  type?: string
  subtype?: string
  user?: string
  text?: string
  ts: string
  thread_ts?: string
}

export interface SlackExport {
  /** What people are called, by Slack's id. */
  names: Map<string, string>
  /** Days with messages, busiest first. */
  days: { day: string; messages: number }[]
  /** A day's messages by channel name, as the export lists them. */
  messagesOf(day: string): Map<string, SlackMessage[]>
}

interface SlackUser {
  id: string
  name?: string
  real_name?: string
  profile?: { display_name?: string; real_name?: string }
}

const dayFile = /^([^/]+)\/(\d{4}-\d{2}-\d{2})\.json$/

/** Opens a Slack workspace export, a ZIP or a folder: `users.json`, `channels.json`, `<channel>/<day>.json`. */
export function openSlackExport(file: string): SlackExport {
  const entries = statSync(file).isDirectory() ? readFolder(file) : unzipSync(new Uint8Array(readFileSync(file)))
  const json = <T>(name: string): T => {
    const entry = entries[name]
    if (!entry) throw new Error(`${file} is no Slack export: it has no ${name}.`)
    return JSON.parse(strFromU8(entry)) as T
  }
  const channels = new Set(json<{ name: string }[]>('channels.json').map(({ name }) => name))
  const byDay = new Map<string, Map<string, SlackMessage[]>>()
  for (const name of Object.keys(entries)) {
    const [, channel, day] = dayFile.exec(name) ?? []
    if (!channel || !day || !channels.has(channel)) continue
    const messages = json<SlackMessage[]>(name)
    const ofDay = byDay.get(day) ?? new Map<string, SlackMessage[]>()
    byDay.set(day, ofDay.set(channel, messages))
  }
  const count = (day: Map<string, SlackMessage[]>) => [...day.values()].reduce((sum, each) => sum + each.length, 0)
  return {
    names: new Map(json<SlackUser[]>('users.json').map((user) => [user.id, nameOf(user)])),
    days: [...byDay]
      .map(([day, messages]) => ({ day, messages: count(messages) }))
      .sort((a, b) => b.messages - a.messages || (a.day < b.day ? -1 : 1)),
    messagesOf: (day) => byDay.get(day) ?? new Map(),
  }
}

/** A folder's JSON files as a ZIP would name them. */
function readFolder(folder: string): Record<string, Uint8Array> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  return Object.fromEntries(names.map((name) => [name.replaceAll(sep, '/'), readFileSync(join(folder, name))]))
}

const nameOf = ({ id, name, real_name, profile }: SlackUser): string =>
  [profile?.display_name, profile?.real_name, real_name, name, id].find((each) => each?.trim())!
