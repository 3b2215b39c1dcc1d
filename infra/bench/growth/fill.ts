import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { handlesOf } from '@parley/text/handle-fold'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { generateDataSet } from './data-set.ts'
import type { Fixture, Person } from './fixture.ts'
import type { Texts } from './texts.ts'
import { createWriter, type Filling, messageColumns, type Value } from './writer.ts'

const twoYearsMs = 2 * 365 * 86_400_000
const chunkLength = 256 * 1024

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
      if (chunk.length > chunkLength) {
        yield chunk
        chunk = ''
      }
    }
    if (chunk) yield chunk
  }
  await pipeline(Readable.from(chunks(), { highWaterMark: 4 }), client.query(copyFrom(`copy ${into} from stdin`)))
}

const emailOf = ({ id }: Person): string => `${id}@bench.test`
const handles = (person: Person): string[] => handlesOf({ name: person.name, email: emailOf(person) })
/** As PostgreSQL writes an array of texts. */
const arrayOf = (texts: readonly string[]): string => `{${texts.map((text) => JSON.stringify(text)).join()}}`

/** People, workspaces and channels, with a key for each of those who will ask. */
export async function fillFixture(client: pg.Client, fixture: Fixture, keys: Map<Person, string>): Promise<void> {
  const { workspaces, channels } = fixture
  const everyone = workspaces.flatMap(({ id, people }) => people.map((person, index) => ({ id, person, index })))
  await copy(
    client,
    'gateway.workspaces (id, name)',
    workspaces.map(({ id }, i) => [id, `Workspace ${i}`]),
  )
  await copy(
    client,
    'gateway.users (id, email, name, password_hash, handles)',
    everyone.map(({ person }) => [person.id, emailOf(person), person.name, 'cannot sign in', arrayOf(handles(person))]),
  )
  await copy(
    client,
    'gateway.members (workspace_id, user_id, role)',
    everyone.map(({ id, person, index }) => [id, person.id, index === 0 ? 'owner' : 'member']),
  )
  await copy(
    client,
    'gateway.member_handles (workspace_id, user_id, handle)',
    everyone.flatMap(({ id, person }) => handles(person).map((handle) => [id, person.id, handle])),
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
    channels.map(({ id, workspace, name, isPrivate, isGeneral, members }) => {
      const [owner] = members as [Person]
      return [id, workspaces[workspace]!.id, name, 'text', isPrivate, isGeneral, owner.id, members.length]
    }),
  )
  const memberships = function* () {
    for (const { id, workspace, members } of channels)
      for (const [i, { id: user }] of members.entries())
        yield [workspaces[workspace]!.id, id, user, i === 0 ? 'admin' : 'member']
  }
  await copy(client, 'channels.members (workspace_id, channel_id, user_id, role)', memberships())
}

/** The tables that `fillMessages` fills. */
export const filledTables = ['messages', 'channel_heads', 'mentions', 'reads', 'reactions', 'thread_people'].map(
  (table) => `messaging.${table}`,
)

/** Every message with its counters, and then who has read how far, is mentioned, reacted and takes part in threads. */
export async function fillMessages(
  client: pg.Client,
  fixture: Fixture,
  texts: Texts,
  log: (line: string) => void,
): Promise<Filling> {
  const dataSet = generateDataSet(fixture)
  const total = dataSet.channelOf.length
  const end = Date.now() - 3_600_000
  const clock = (ordinal: number) => Math.floor(end - ((total - ordinal) * twoYearsMs) / total)
  const writer = createWriter(fixture, dataSet, texts, clock)
  const messages = function* () {
    for (let ordinal = 0; ordinal < total; ordinal++) {
      if (ordinal % 1_000_000 === 0) log(`${ordinal.toLocaleString('en')} messages`)
      yield writer.message(ordinal)
    }
  }
  await copy(client, `messaging.messages (${messageColumns})`, messages())
  await copy(
    client,
    'messaging.channel_heads (channel_id, workspace_id, seq, rev, message_count, root_count, last_message_at)',
    writer.heads(),
  )
  await copy(
    client,
    'messaging.mentions (channel_id, user_id, seq, message_id, workspace_id, author_id, is_reply)',
    writer.mentions,
  )
  await copy(
    client,
    'messaging.reads (user_id, channel_id, workspace_id, last_read_seq, last_read_message_id, read_at)',
    writer.reads(),
  )
  await copy(
    client,
    'messaging.reactions (id, message_id, author_id, user_id, emoji, channel_id, workspace_id, created_at)',
    writer.reactions,
  )
  await copy(
    client,
    'messaging.thread_people (root_id, user_id, channel_id, workspace_id, replies, first_seq)',
    writer.threadPeople(),
  )
  return writer.filling()
}
