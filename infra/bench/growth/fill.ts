import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type Chronicle, writeChronicle } from './chronicle.ts'
import { createRandom, type Random } from './random.ts'
import { type Texts, vary } from './texts.ts'
import type { Channel, Person, Town } from './town.ts'

/** How many messages hold a word: all that are not deleted, and those that the reader may read. */
export interface Frequency {
  word: string
  all: number
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
/** In every second of the reader's channels this many are unread. */
export const unreadEach = 3
const twoYearsMs = 2 * 365 * 86_400_000

type Value = string | number | boolean | null

/** One line of COPY's text format. */
const lineOf = (values: readonly Value[]): string => `${values.map(written).join('\t')}\n`

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
function written(value: Value): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return String(value)
  return /[\\\t\n\r]/.test(value) ? value.replaceAll(/[\\\t\n\r]/g, (each) => escapes[each]!) : value
}

async function copy(client: pg.Client, into: string, rows: Iterable<readonly Value[]>): Promise<void> {
  const chunks = function* () {
    let chunk = ''
    for (const row of rows) {
      chunk += lineOf(row)
      if (chunk.length > 256 * 1024) {
        yield chunk
        chunk = ''
      }
    }
    if (chunk) yield chunk
  }
  await pipeline(Readable.from(chunks(), { highWaterMark: 4 }), client.query(copyFrom(`copy ${into} from stdin`)))
}

/** People, workspaces and channels, with a key for each of those who will ask. */
export async function fillTown(client: pg.Client, town: Town, keys: Map<Person, string>): Promise<void> {
  const { workspaces, channels } = town
  const everyone = workspaces.flatMap(({ id, people }) => people.map((person, index) => ({ id, person, index })))
  await copy(client, 'gateway.workspaces (id, name)', workspaces.map(({ id }, i) => [id, `Workspace ${i}`]).values())
  await copy(
    client,
    'gateway.users (id, email, name, password_hash)',
    everyone.map(({ person: { id, name } }) => [id, `${id}@bench.test`, name, 'cannot sign in']).values(),
  )
  await copy(
    client,
    'gateway.members (workspace_id, user_id, role)',
    everyone.map(({ id, person, index }) => [id, person.id, index === 0 ? 'owner' : 'member']).values(),
  )
  for (const [person, key] of keys)
    await client.query(
      `insert into gateway.api_keys (workspace_id, user_id, name, key_prefix, key_hash, scopes)
       values ($1, $2, 'bench', $3, $4, '{read,write}')`,
      [workspaces[0]!.id, person.id, key.slice(0, 16), createHash('sha256').update(key).digest()],
    )
  await copy(
    client,
    'channels.channels (id, workspace_id, name, channel_type, is_private, is_general, created_by, member_count)',
    channels
      .map(({ id, workspace, name, isPrivate, isGeneral, members }) => {
        const [founder] = members as [Person]
        return [id, workspaces[workspace]!.id, name, 'text', isPrivate, isGeneral, founder.id, members.length]
      })
      .values(),
  )
  const memberships = function* () {
    for (const { id, workspace, members } of channels)
      for (const [i, { id: user }] of members.entries())
        yield [workspaces[workspace]!.id, id, user, i === 0 ? 'admin' : 'member']
  }
  await copy(client, 'channels.members (workspace_id, channel_id, user_id, role)', memberships())
}

/** Every message with its counters, and then who has read how far and who is mentioned. */
export async function fillMessages(
  client: pg.Client,
  town: Town,
  texts: Texts,
  say: (line: string) => void,
): Promise<Filling> {
  const chronicle = writeChronicle(town)
  const total = chronicle.channelOf.length
  const end = Date.now() - 3_600_000
  const clock = (place: number) => Math.floor(end - ((total - place) * twoYearsMs) / total)
  const writer = createWriter(town, chronicle, texts, clock)
  const rows = function* () {
    for (let place = 0; place < total; place++) {
      if (place % 1_000_000 === 0) say(`${place.toLocaleString('en')} messages`)
      yield writer.message(place)
    }
  }
  await copy(
    client,
    `messaging.messages (id, workspace_id, channel_id, seq, rev, created_rev, parent_message_id, user_id, author_name,
      content, content_type, metadata, reply_count, last_reply_at, created_at, updated_at, edited_at, deleted_at)`,
    rows(),
  )
  await copy(
    client,
    'messaging.heads (channel_id, workspace_id, seq, rev, message_count, root_count, last_message_at)',
    writer.heads(),
  )
  await copy(
    client,
    'messaging.mentions (channel_id, user_id, seq, message_id, workspace_id, author_id, is_reply)',
    writer.mentions.values(),
  )
  await copy(
    client,
    'messaging.reads (user_id, channel_id, workspace_id, last_read_seq, last_read_message_id, read_at)',
    writer.reads(),
  )
  return writer.filling()
}

interface Count {
  seq: number
  changes: number
  messages: number
  roots: number
  last: number
  /** The places of the latest messages, for whoever has read as far. */
  latest: number[]
}

function createWriter(town: Town, chronicle: Chronicle, texts: Texts, clock: (place: number) => number) {
  const { channels, workspaces, readers, reader } = town
  const random = createRandom(3)
  const { channelOf, parentOf, repliesOf, lastReplyOf, isDeleted } = chronicle
  const counts = channels.map((): Count => ({ seq: 0, changes: 0, messages: 0, roots: 0, last: 0, latest: [] }))
  const mentions: Value[][] = []
  const patterns = {
    rare: new RegExp(`\\b${rareWord}\\b`, 'i'),
    medium: new RegExp(`\\b${texts.medium}\\b`, 'i'),
    common: new RegExp(`\\b${texts.common}\\b`, 'i'),
  }
  const frequency = (word: string): Frequency => ({ word, all: 0, readable: 0 })
  const terms = { rare: frequency(rareWord), medium: frequency(texts.medium), common: frequency(texts.common) }
  let readable = 0
  const isRare = rareEvery(channels, readers)
  const idOf = (place: number) => messageId(clock(place), place)

  function message(place: number): Value[] {
    const index = channelOf[place]!
    const channel = channels[index]!
    const count = counts[index]!
    const workspaceId = workspaces[channel.workspace]!.id
    const isTheReaders = readers.has(channel)
    const parent = parentOf[place]!
    const deleted = isDeleted[place] === 1
    const edited = !deleted && random() < editedShare
    count.seq++
    if (deleted || edited) count.changes++
    const seq = count.seq
    const author = skewed(channel.members, random)
    let content = vary(texts, random, () => `case${place.toString(36)}`)
    let metadata = '{}'
    if (!deleted && random() < mentionShare) {
      const whom = isTheReaders ? reader : skewed(channel.members, random)
      if (whom !== author) {
        content = `@${whom.name} ${content}`
        const handle = { type: 'user', user_id: whom.id, handle: whom.name }
        metadata = JSON.stringify({ mentions: [handle] })
        mentions.push([channel.id, whom.id, seq, idOf(place), workspaceId, author.id, parent >= 0])
      }
    }
    if (!deleted && isRare(isTheReaders)) content = `${content} ${rareWord}`
    if (!deleted) {
      count.messages++
      if (parent < 0) count.roots++
      count.last = clock(place)
      if (isTheReaders) readable++
      for (const [term, pattern] of Object.entries(patterns) as [keyof typeof patterns, RegExp][])
        if (pattern.test(content)) {
          terms[term].all++
          if (isTheReaders) terms[term].readable++
        }
    }
    count.latest.push(place)
    if (count.latest.length > unreadEach + 2) count.latest.shift()
    const at = iso(clock(place))
    return [
      idOf(place),
      workspaceId,
      channel.id,
      seq,
      // A changed message took its number after the channel's last message had been posted.
      deleted || edited ? channel.messages + count.changes : seq,
      seq,
      parent < 0 ? null : idOf(parent),
      author.id,
      author.name,
      content,
      'text',
      metadata,
      repliesOf[place]!,
      repliesOf[place]! > 0 ? iso(clock(lastReplyOf[place]!)) : null,
      at,
      edited ? iso(end(clock, chronicle)) : at,
      edited ? iso(end(clock, chronicle)) : null,
      deleted ? iso(end(clock, chronicle)) : null,
    ]
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
        const place = latest[latest.length - 1 - behind]!
        yield [person.id, id, workspaces[workspace]!.id, seq - behind, idOf(place), iso(clock(place))]
      }
    }
  }

  return { message, heads, reads, mentions, filling: (): Filling => ({ terms, readable }) }
}

const end = (clock: (place: number) => number, { channelOf }: Chronicle): number => clock(channelOf.length - 1)
const iso = (ms: number): string => new Date(ms).toISOString()

/** Some say more than others: the first of a list most. */
const skewed = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() ** 2 * list.length)]!

/** A UUIDv7 of that moment, unlike any of another place. */
function messageId(ms: number, place: number): string {
  const time = ms.toString(16).padStart(12, '0')
  const low = (place & 0xfff).toString(16).padStart(3, '0')
  const high = (place >>> 12).toString(16).padStart(3, '0')
  const rest = (Math.imul(place, 2_654_435_761) >>> 0).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${low}-8${high.slice(-3)}-${rest}`
}

/** Spreads the rare word evenly: so often among what the reader may read, so often elsewhere. */
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
