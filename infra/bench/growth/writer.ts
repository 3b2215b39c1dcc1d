import type { DataSet } from './data-set.ts'
import type { Channel, Fixture, Person } from './fixture.ts'
import { createRandom } from './random.ts'
import { type Texts, vary } from './texts.ts'

export type Value = string | number | boolean | null

/** How many messages contain a word: all that are not deleted, those of the first workspace, and those the reader may read. */
export interface Frequency {
  word: string
  all: number
  inWorkspace: number
  readable: number
}

export interface Filling {
  terms: { rare: Frequency; medium: Frequency; common: Frequency }
  /** How many messages that are not deleted the reader may read. */
  readable: number
}

const rareWord = 'quixotropic'
const rareAmongReaders = 10
const rareElsewhere = 90
const mentionShare = 0.01
const editedShare = 0.01
const reactedShare = 0.02
/** In the largest channel. */
const pins = 50
/** In every second of the reader's channels this many are unread. */
const unreadEach = 3
const maxParticipants = 20

interface Count {
  seq: number
  changes: number
  messages: number
  roots: number
  last: number
  pinned: number
  /** The ordinals of the latest messages, for those who have read that far. */
  latest: number[]
}

/** The columns of `message`, in its order. */
export const messageColumns = `id, workspace_id, channel_id, seq, rev, created_rev, parent_message_id, user_id,
  author_name, content, content_type, metadata, reactions, reaction_count, reply_count, last_reply_at, participants,
  created_at, updated_at, edited_at, deleted_at, changed_at`

/**
 * Generates the rows of a data set. `message` must be called for every ordinal in turn; the others are complete only
 * after that.
 */
export function createWriter(fixture: Fixture, dataSet: DataSet, texts: Texts, clock: (ordinal: number) => number) {
  const { channels, workspaces, readers, reader, largest } = fixture
  const random = createRandom(3)
  const { channelOf, seqOf, parentOf, isDeleted, repliesTo } = dataSet
  const counts = channels.map(
    (): Count => ({ seq: 0, changes: 0, messages: 0, roots: 0, last: 0, pinned: 0, latest: [] }),
  )
  const mentions: Value[][] = []
  const reactions: Value[][] = []
  const terms = { rare: frequency(rareWord), medium: frequency(texts.medium), common: frequency(texts.common) }
  const patterns = Object.values(terms).map((term) => ({ term, pattern: new RegExp(`\\b${term.word}\\b`, 'i') }))
  let readable = 0
  const isRare = rareEvery(channels, readers)
  const idOf = (ordinal: number) => messageId(clock(ordinal), ordinal)
  const now = iso(clock(channelOf.length - 1))
  const authorOf = (ordinal: number) => skewed(channels[channelOf[ordinal]!]!.members, chance(ordinal))

  function mention(ordinal: number, channel: Channel): { prefix: string; metadata: object } | undefined {
    const author = authorOf(ordinal)
    const whom = readers.has(channel) ? reader : skewed(channel.members, random())
    if (whom === author) return undefined
    const workspaceId = workspaces[channel.workspace]!.id
    mentions.push([
      channel.id,
      whom.id,
      seqOf[ordinal]!,
      idOf(ordinal),
      workspaceId,
      author.id,
      parentOf[ordinal]! >= 0,
    ])
    const handle = { type: 'user', user_id: whom.id, handle: whom.name.toLowerCase() }
    return { prefix: `@${whom.name} `, metadata: { mentions: [handle] } }
  }

  function react(ordinal: number, channel: Channel): string {
    const [first] = channel.members as [Person]
    const id = messageId(clock(ordinal), ordinal, 'b')
    reactions.push([
      id,
      idOf(ordinal),
      first.id,
      first.id,
      '👍',
      channel.id,
      workspaces[channel.workspace]!.id,
      iso(clock(ordinal)),
    ])
    return JSON.stringify([{ emoji: '👍', count: 1, user_ids: [first.id] }])
  }

  function message(ordinal: number): Value[] {
    const index = channelOf[ordinal]!
    const channel = channels[index]!
    const count = counts[index]!
    const parent = parentOf[ordinal]!
    const deleted = isDeleted[ordinal] === 1
    const edited = !deleted && random() < editedShare
    const reacted = !deleted && random() < reactedShare
    const pinned = !deleted && channel === largest && count.pinned < pins && random() < (2 * pins) / channel.messages
    const mentioned = !deleted && random() < mentionShare ? mention(ordinal, channel) : undefined
    const author = authorOf(ordinal)
    const replies = repliesTo(ordinal)
    let content = (mentioned?.prefix ?? '') + vary(texts, random, () => `case${ordinal.toString(36)}`)
    if (!deleted && isRare(readers.has(channel))) content = `${content} ${rareWord}`
    if (!deleted) tally(ordinal, channel, count, content)
    count.seq++
    count.latest.push(ordinal)
    if (count.latest.length > unreadEach + 2) count.latest.shift()
    if (deleted || edited || reacted || pinned) count.changes++
    if (pinned) count.pinned++
    const pin = pinned && { pinned: true, pinned_by: author.id, pinned_at: iso(clock(ordinal)) }
    const at = iso(clock(ordinal))
    return [
      idOf(ordinal),
      workspaces[channel.workspace]!.id,
      channel.id,
      seqOf[ordinal]!,
      // A changed message took its number after the channel's last message had been posted.
      deleted || edited || reacted || pinned ? channel.messages + count.changes : seqOf[ordinal]!,
      seqOf[ordinal]!,
      parent < 0 ? null : idOf(parent),
      author.id,
      author.name,
      content,
      'text',
      JSON.stringify({ ...mentioned?.metadata, ...pin }),
      reacted ? react(ordinal, channel) : '[]',
      Number(reacted),
      replies.length,
      replies.length > 0 ? iso(clock(replies.at(-1)!)) : null,
      `{${[...new Set(replies.map((reply) => authorOf(reply).id))].slice(0, maxParticipants).join()}}`,
      at,
      edited ? now : at,
      edited ? now : null,
      deleted ? now : null,
      reacted || pinned ? now : null,
    ]
  }

  function tally(ordinal: number, channel: Channel, count: Count, content: string): void {
    const isTheReaders = readers.has(channel)
    count.messages++
    if (parentOf[ordinal]! < 0) count.roots++
    count.last = clock(ordinal)
    if (isTheReaders) readable++
    for (const { term, pattern } of patterns)
      if (pattern.test(content)) {
        term.all++
        if (channel.workspace === 0) term.inWorkspace++
        if (isTheReaders) term.readable++
      }
  }

  function* heads(): Generator<Value[]> {
    for (const [i, { id, workspace }] of channels.entries()) {
      const { seq, changes, messages, roots, last } = counts[i]!
      yield [id, workspaces[workspace]!.id, seq, seq + changes, messages, roots, last ? iso(last) : null]
    }
  }

  function* reads(): Generator<Value[]> {
    for (const [i, { id, workspace, members }] of channels.entries()) {
      const { seq, latest } = counts[i]!
      for (const person of members) {
        const behind = person === reader ? (i % 2) * unreadEach : Math.floor(random() * latest.length)
        const ordinal = latest[latest.length - 1 - behind]!
        yield [person.id, id, workspaces[workspace]!.id, seq - behind, idOf(ordinal), iso(clock(ordinal))]
      }
    }
  }

  /** A root's author and everyone who replied, with how often and since when. */
  function* threadPeople(): Generator<Value[]> {
    for (let root = 0; root < channelOf.length; root++) {
      const replies = repliesTo(root)
      if (replies.length === 0) continue
      const channel = channels[channelOf[root]!]!
      const people = new Map<string, { replies: number; first: number | null }>([
        [authorOf(root).id, { replies: 0, first: null }],
      ])
      for (const reply of replies) {
        const { id } = authorOf(reply)
        const known = people.get(id)
        people.set(id, { replies: (known?.replies ?? 0) + 1, first: known?.first ?? seqOf[reply]! })
      }
      for (const [person, { replies: written, first }] of people)
        yield [idOf(root), person, channel.id, workspaces[channel.workspace]!.id, written, first]
    }
  }

  return { message, heads, reads, threadPeople, mentions, reactions, filling: (): Filling => ({ terms, readable }) }
}

export const iso = (ms: number): string => new Date(ms).toISOString()
const frequency = (word: string): Frequency => ({ word, all: 0, inWorkspace: 0, readable: 0 })

/** Some write more than others: the first of a list most. */
const skewed = <T>(list: readonly T[], luck: number): T => list[Math.floor(luck ** 2 * list.length)]!

/** The same number for the same ordinal, whenever it is asked for. */
const chance = (ordinal: number): number => (Math.imul(ordinal + 1, 2_654_435_761) >>> 0) / 2 ** 32

/** A UUIDv7 of that time, unique to ordinal and kind. */
function messageId(ms: number, ordinal: number, kind: '8' | '9' | 'a' | 'b' = '8'): string {
  const time = ms.toString(16).padStart(12, '0')
  const low = (ordinal & 0xfff).toString(16).padStart(3, '0')
  const high = (ordinal >>> 12).toString(16).padStart(3, '0')
  const rest = (Math.imul(ordinal, 2_654_435_761) >>> 0).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${low}-${kind}${high.slice(-3)}-${rest}`
}

/** Spreads the rare word evenly, so many times among what the reader may read, and so many elsewhere. */
function rareEvery(channels: readonly Channel[], readers: Set<Channel>) {
  const sum = (list: readonly Channel[]) => list.reduce((total, { messages }) => total + messages, 0)
  const inReach = sum([...readers])
  const every = {
    near: Math.floor(inReach / (rareAmongReaders + 1)),
    far: Math.floor((sum(channels) - inReach) / (rareElsewhere + 1)),
  }
  const seen = { near: 0, far: 0 }
  return (isTheReaders: boolean): boolean => {
    const which = isTheReaders ? 'near' : 'far'
    return ++seen[which] % every[which] === 0
  }
}
