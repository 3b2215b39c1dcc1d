import type { SlackChannel } from './records.ts'
import { SlackRefusal, type SlackWorkspace } from './workspace.ts'

/** What an app was given for its users' consent. */
export interface SlackToken {
  scopes: string[]
  isRevoked: boolean
}

/** A call of the Web API. Its arguments are text, or of any type in a JSON body. */
export interface SlackCall {
  workspace: SlackWorkspace
  token: SlackToken
  args: SlackArgs
}

/** A call's arguments: forms write lists and objects as JSON. */
export class SlackArgs {
  readonly #given: Record<string, unknown>
  constructor(given: Record<string, unknown>) {
    this.#given = given
  }
  text(name: string): string | undefined {
    const value = this.#given[name]
    return value === undefined || value === null ? undefined : String(value)
  }
  required(name: string): string {
    const value = this.text(name)
    if (value !== undefined && value !== '') return value
    const messages = [`[ERROR] missing required field: ${name}`]
    throw new SlackRefusal('invalid_arguments', { response_metadata: { messages } })
  }
  flag(name: string): boolean {
    return ['true', '1'].includes(this.text(name) ?? '')
  }
  json<T>(name: string, refusal: string): T | undefined {
    const value = this.#given[name]
    if (typeof value !== 'string') return (value ?? undefined) as T | undefined
    try {
      return value === '' ? undefined : JSON.parse(value)
    } catch {
      throw new SlackRefusal(refusal)
    }
  }
}

/** A method of the Web API. */
export interface SlackMethod {
  /** What its token must have been given; where bars separate several, one of them. */
  scope?: string | ((call: SlackCall) => string[])
  run(call: SlackCall): Record<string, unknown>
}

/** A channel that the app sees: a private one only as its member. */
export function seenChannel({ workspace, args }: SlackCall): SlackChannel {
  const channel = workspace.channel(args.required('channel'))
  const isMember = channel.members.has(workspace.installation.botUserId)
  if (channel.kind !== 'public' && !isMember) throw new SlackRefusal('channel_not_found')
  return channel
}

/** A channel that the app is a member of. */
export function joinedChannel(call: SlackCall): SlackChannel {
  const channel = seenChannel(call)
  if (!channel.members.has(call.workspace.installation.botUserId)) throw new SlackRefusal('not_in_channel')
  return channel
}

/** A page of a list that is there as a whole. */
export function page<T>(
  items: readonly T[],
  { args }: SlackCall,
  max: number,
): { items: T[]; response_metadata: object } {
  const limit = Number(args.text('limit') ?? 100)
  if (!Number.isInteger(limit) || limit < 1 || limit > max) throw new SlackRefusal('invalid_limit')
  const cursor = args.text('cursor')
  const from = cursor ? Number(Buffer.from(cursor, 'base64url').toString()) : 0
  if (!Number.isInteger(from) || from < 0) throw new SlackRefusal('invalid_cursor')
  const to = from + limit
  const next_cursor = to < items.length ? Buffer.from(String(to)).toString('base64url') : ''
  return { items: items.slice(from, to), response_metadata: { next_cursor } }
}
