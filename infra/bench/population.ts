import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Stack } from '@parley/local/supervisor'
import { handlesOf } from '@parley/text/handle-fold'
import pg from 'pg'
import { trace } from './same-sql.ts'

/** Someone of the workspace, with an API key that may read, write and ask. */
export interface Member {
  userId: string
  key: string
}

export interface Population {
  workspaceId: string
  people: Member[]
  /** Each channel's id, and who is in it. */
  channels: { id: string; members: Member[] }[]
}

/**
 * Writes a workspace straight into the database: hashing a password a person would take longer than the measurement.
 * `membersOf` gives the indexes of a channel's members.
 */
export async function populate(
  databaseUrl: string,
  options: { people: number; channels: number; membersOf: (channel: number) => number[] },
): Promise<Population> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query(`insert into gateway.workspaces (name) values ('Bench') returning id`)
    const workspaceId = rows[0].id as string
    const people: Member[] = []
    for (let i = 0; i < options.people; i++) {
      const key = `prl_sk_live_${randomBytes(16).toString('hex')}`
      const account = { email: `person-${i}-${randomUUID()}@bench.test`, name: `Person ${i}` }
      const inserted = await client.query(
        `with person as (
          insert into gateway.users (email, name, password_hash, handles) values ($1, $2, 'cannot sign in', $7)
          returning id, handles
        ), membership as (
          insert into gateway.members (workspace_id, user_id, role) select $3, id, $4 from person returning user_id
        ), handles as (
          insert into gateway.member_handles (workspace_id, user_id, handle) select $3, id, unnest(handles) from person
        )
        insert into gateway.api_keys (workspace_id, user_id, name, key_prefix, key_hash, scopes)
        select $3, user_id, 'bench', $5, $6, '{read,write,execute,admin}' from membership returning user_id`,
        [
          account.email,
          account.name,
          workspaceId,
          i === 0 ? 'owner' : 'member',
          key.slice(0, 16),
          createHash('sha256').update(key).digest(),
          handlesOf(account),
        ],
      )
      people.push({ userId: inserted.rows[0].user_id, key })
    }
    await client.query('select channels.create_general($1, $2, $3)', [workspaceId, people[0]!.userId, trace])
    await client.query('select chat_engine.create_built_in_twins($1)', [workspaceId])
    const channels: Population['channels'] = []
    for (let i = 0; i < options.channels; i++) {
      const members = options.membersOf(i).map((index) => people[index]!)
      const made = await client.query(
        `with made as (
          insert into channels.channels (workspace_id, name, channel_type, is_private, created_by, member_count)
          values ($1, $2, 'text', true, $3, $4) returning id, workspace_id
        )
        insert into channels.members (workspace_id, channel_id, user_id, role)
        select made.workspace_id, made.id, member, 'member' from made, unnest($5::uuid[]) member
        returning channel_id`,
        [workspaceId, `room-${i}`, members[0]!.userId, members.length, members.map(({ userId }) => userId)],
      )
      channels.push({ id: made.rows[0].channel_id, members })
    }
    await client.query('commit')
    return { workspaceId, people, channels }
  } finally {
    await client.end()
  }
}

/** What a platform under load is started with: limits are counted, and never reached. */
export const unreachedLimits = {
  LOG_LEVEL: 'info',
  RATE_LIMIT_DEFAULT: '10000000',
  RATE_LIMIT_MESSAGES: '10000000',
  RATE_LIMIT_CHANNELS: '10000000',
  RATE_LIMIT_CHAT: '10000000',
  RATE_LIMIT_CHAT_ADDRESS: '10000000',
  RATE_LIMIT_WIDGET: '10000000',
  RATE_LIMIT_WIDGET_SIGNALS: '10000000',
  RATE_LIMIT_WIDGET_KEY: '10000000',
  RATE_LIMIT_WIDGET_ADDRESS: '10000000',
  ADDRESS_CONVERSATIONS_PER_HOUR: '1000000',
  ADDRESS_MESSAGES_PER_MINUTE: '1000000',
  RATE_LIMIT_ANONYMOUS: '10000000',
  RATE_LIMIT_LOGIN: '10000000',
  SOCKET_CONNECTS_PER_MINUTE: '10000000',
}

/** The URL of another database in the same cluster, for the same role. */
export function inDatabase(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

/** A second, migrated database beside the platform's, for the rows of a baseline alone. */
export async function createBareDatabase(stack: Stack): Promise<{ adminUrl: string; messagingUrl: string }> {
  const { migrateAll } = await import('@parley/kit/migrate')
  const client = new pg.Client({ connectionString: stack.databaseUrl })
  await client.connect()
  const name = `bare_${randomBytes(4).toString('hex')}`
  await client.query(`create database ${name}`)
  await client.end()
  const roles = Object.fromEntries(
    Object.entries(stack.databaseUrls).map(([service, url]) => [service, inDatabase(url, name)]),
  ) as typeof stack.databaseUrls
  const adminUrl = inDatabase(stack.databaseUrl, name)
  await migrateAll({ adminUrl, roles })
  return { adminUrl, messagingUrl: roles.messaging }
}
