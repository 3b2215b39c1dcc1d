import type { SlackMessage } from './slack-export.ts'

/** One message to post. */
export interface Step {
  channel: string
  author: string
  content: string
  /** The step whose message starts the thread, for a reply. */
  root: number | undefined
}

export interface Plan {
  steps: Step[]
  /** Each channel's people: those who wrote there that day. */
  members: Map<string, string[]>
  /** Every author of the day. */
  people: string[]
  /** Entries that are no message of a person: joins, bots without a user, files without text. */
  leftOut: number
}

const maxContentLength = 40_000

/**
 * Puts a day in order. A thread whose first message is not of this day is started by its first reply, and who replies
 * to a reply replies to the thread.
 */
export function planDay(day: Map<string, SlackMessage[]>, names: Map<string, string>): Plan {
  const messages = [...day]
    .flatMap(([channel, listed]) => listed.map((message) => ({ channel, message })))
    .sort((a, b) => compareTimestamps(a.message.ts, b.message.ts))
  const steps: Step[] = []
  const members = new Map<string, Set<string>>()
  const stepOf = new Map<string, number>()
  let leftOut = 0
  for (const { channel, message } of messages) {
    const content = readable(message.text ?? '', names).slice(0, maxContentLength)
    const isPersons = message.user && (message.subtype === undefined || message.subtype === 'thread_broadcast')
    if (!isPersons || content.trim() === '') {
      leftOut++
      continue
    }
    const step = steps.length
    const thread = message.thread_ts && message.thread_ts !== message.ts ? `${channel} ${message.thread_ts}` : undefined
    const parent = thread === undefined ? undefined : stepOf.get(thread)
    const root = parent === undefined ? undefined : (steps[parent]!.root ?? parent)
    steps.push({ channel, author: message.user!, content, root })
    stepOf.set(`${channel} ${message.ts}`, step)
    if (thread !== undefined && parent === undefined) stepOf.set(thread, step)
    members.set(channel, (members.get(channel) ?? new Set()).add(message.user!))
  }
  return {
    steps,
    members: new Map([...members].map(([channel, people]) => [channel, [...people]])),
    people: [...new Set(steps.map(({ author }) => author))],
    leftOut: leftOut,
  }
}

/** Slack's timestamps are seconds with six decimals, more than a double holds. */
function compareTimestamps(a: string, b: string): number {
  const [aSeconds = '', aRest = ''] = a.split('.')
  const [bSeconds = '', bRest = ''] = b.split('.')
  return Number(aSeconds) - Number(bSeconds) || Number(aRest) - Number(bRest)
}

/** Slack's markup as a person wrote it: names for ids, and &, < and > themselves. */
export function readable(text: string, names: Map<string, string>): string {
  return text
    .replaceAll(/<@(\w+)(?:\|([^>]*))?>/g, (_, id: string, label?: string) => `@${label || names.get(id) || id}`)
    .replaceAll(/<(?:#\w+\|)([^>]*)>/g, '#$1')
    .replaceAll(/<((?:https?|mailto):[^>|]*)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('\0', '')
    .toWellFormed()
}
