import { LRUCache } from 'lru-cache'
import type { RemoteAuthor } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import type { Call } from './calls.ts'
import { isRefusal } from './calls.ts'
import { SlackChannel, SlackPerson } from './payloads.ts'

/** Whose token it is. */
export interface Self {
  teamId: string
  teamName: string
  userId: string
  botId: string | undefined
  scopes: readonly string[]
}

/** Who people and channels of a Slack workspace are: looked up when they are needed, and kept for a while. */
export interface Directory {
  self(signal: AbortSignal): Promise<Self>
  /** By their ids; those whom Slack does not show are called by their id. */
  authors(ids: Iterable<string>, signal: AbortSignal): Promise<ReadonlyMap<string, RemoteAuthor>>
  /** Undefined for somebody who is not of the workspace. */
  find(who: { id: string } | { handle: string }, signal: AbortSignal): Promise<RemoteAuthor | undefined>
  channel(id: string, signal: AbortSignal): Promise<SlackChannel>
  /** What is known of channels by now. */
  channelName(id: string): string | undefined
  noteChannel(channel: SlackChannel): void
  /** Names of channels that cannot be shown stay unknown. */
  loadChannelNames(ids: Iterable<string>, signal: AbortSignal): Promise<void>
}

const kept = { max: 20_000, ttl: 10 * 60_000 }
/** From so many on, a list of all people costs fewer calls. */
const manyPeople = 20
const pageSize = 200
/** Pages that are looked through for a handle. */
const maxSearched = 25

export function createDirectory(call: Call): Directory {
  const people = new LRUCache<string, RemoteAuthor>(kept)
  const channelNames = new LRUCache<string, string>(kept)
  let self: Promise<Self> | undefined

  async function loadSelf(signal: AbortSignal): Promise<Self> {
    const { team_id, team, user_id, bot_id, response_metadata } = await call(signal, (web) => web.auth.test())
    return {
      teamId: team_id ?? '',
      teamName: team ?? '',
      userId: user_id ?? '',
      botId: bot_id,
      scopes: response_metadata?.scopes ?? [],
    }
  }

  function note(given: unknown, { userId }: Self): void {
    const { data: person } = SlackPerson.safeParse(given)
    if (person) people.set(person.id, authorOf(person, userId))
  }

  async function loadOne(id: string, me: Self, signal: AbortSignal): Promise<void> {
    try {
      note((await call(signal, (web) => web.users.info({ user: id }))).user, me)
    } catch (error) {
      // Somebody of another company, in a channel that is shared with it.
      if (!isRefusal(error, 'user_not_found', 'user_not_visible', 'users_not_found')) throw error
      people.set(id, { id, name: id, avatarUrl: null, isBot: false, isSelf: false })
    }
  }

  async function loadMany(wanted: ReadonlySet<string>, me: Self, signal: AbortSignal): Promise<void> {
    let cursor: string | undefined
    let missing = wanted.size
    do {
      const page = await call(signal, (web) => web.users.list({ limit: pageSize, cursor }))
      for (const person of page.members ?? []) {
        note(person, me)
        if (wanted.has(person.id ?? '')) missing -= 1
      }
      cursor = page.response_metadata?.next_cursor || undefined
    } while (cursor && missing > 0)
  }

  /** Slack finds nobody by a handle: everybody is looked through, as far as that goes. */
  async function findByHandle(handle: string, me: Self, signal: AbortSignal): Promise<RemoteAuthor | undefined> {
    const wanted = handle.toLowerCase()
    let cursor: string | undefined
    for (let pages = 0; pages < maxSearched; pages++) {
      const page = await call(signal, (web) => web.users.list({ limit: pageSize, cursor }))
      const people = (page.members ?? []).flatMap((given) => SlackPerson.safeParse(given).data ?? [])
      const found = people.find(({ name, profile }) =>
        [name, profile?.display_name].some((each) => each?.toLowerCase() === wanted),
      )
      if (found) return authorOf(found, me.userId)
      cursor = page.response_metadata?.next_cursor || undefined
      if (!cursor) return undefined
    }
    throw new PlatformError('rejected', 'There are too many people to find one by a handle: give the id.')
  }

  const directory: Directory = {
    self(signal) {
      self ??= loadSelf(signal).catch((error) => {
        self = undefined
        throw error
      })
      return self
    },
    async authors(ids, signal) {
      const me = await directory.self(signal)
      const wanted = new Set(ids)
      const found = new Map<string, RemoteAuthor>()
      const take = (): string[] =>
        [...wanted].filter((id) => {
          const author = people.get(id)
          if (author) found.set(id, author)
          return !author
        })
      let missing = take()
      if (missing.length >= manyPeople) {
        await loadMany(new Set(missing), me, signal)
        missing = take()
      }
      for (const id of missing) await loadOne(id, me, signal)
      take()
      return found
    },
    async find(who, signal) {
      const me = await directory.self(signal)
      if ('handle' in who) return findByHandle(who.handle, me, signal)
      try {
        const { user } = await call(signal, (web) => web.users.info({ user: who.id }))
        return authorOf(SlackPerson.parse(user), me.userId)
      } catch (error) {
        if (isRefusal(error, 'user_not_found', 'user_not_visible')) return undefined
        throw error
      }
    },
    async channel(id, signal) {
      const { channel } = await call(signal, (web) => web.conversations.info({ channel: id }))
      const parsed = SlackChannel.parse(channel)
      directory.noteChannel(parsed)
      return parsed
    },
    channelName: (id) => channelNames.get(id),
    noteChannel: ({ id, name }) => void channelNames.set(id, name ?? id),
    async loadChannelNames(ids, signal) {
      for (const id of new Set(ids)) {
        if (channelNames.has(id)) continue
        try {
          await directory.channel(id, signal)
        } catch (error) {
          if (!isRefusal(error, 'channel_not_found', 'missing_scope')) throw error
          channelNames.set(id, id)
        }
      }
    },
  }
  return directory
}

const authorOf = ({ id, name, real_name, is_bot, profile }: SlackPerson, selfId: string): RemoteAuthor => ({
  id,
  name: profile?.display_name || profile?.real_name || real_name || name || id,
  avatarUrl: profile?.image_192 ?? null,
  isBot: is_bot === true,
  isSelf: id === selfId,
})
