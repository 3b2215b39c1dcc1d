import { randomUUID } from 'node:crypto'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { handlesOf } from '@parley/text/handle-fold'
import type { TestDatabase } from '../database.ts'
import { type Executor, run } from './run.ts'
import { trace } from './trace.ts'

/** A person of a workspace, as a caller, or someone signed in. */
export interface Membership {
  workspaceId: string
  userId: string
}

/** Writes a workspace that nobody is in; its id. */
export async function insertWorkspace(database: TestDatabase, name: string): Promise<string> {
  const [workspace] = await database.query<{ id: string }>(
    'insert into gateway.workspaces (name) values ($1) returning id',
    [name],
  )
  return workspace!.id
}

/** Writes another person of a workspace, who cannot sign in, and is in no channel; their id. */
export async function insertPerson(
  database: TestDatabase,
  workspaceId: string,
  name: string,
  role: WorkspaceRole,
): Promise<string> {
  const email = `${name.toLowerCase()}-${randomUUID()}@parley.test`
  const [user] = await database.query<{ id: string }>(
    `with person as (
       insert into gateway.users (email, email_verified_at, name, password_hash, handles)
       values ($1, now(), $2, 'cannot sign in', $3) returning id),
     member as (
       insert into gateway.members (workspace_id, user_id, role, agent) select $4, id, $5, $5 = 'owner' from person)
     insert into gateway.member_handles (workspace_id, user_id, handle)
     select $4, id, unnest($3::text[]) from person returning user_id as id`,
    [email, name, handlesOf({ name, email }), workspaceId, role],
  )
  return user!.id
}

/** Writes a link that signs this person in, as the gateway's command makes one. */
export async function insertSignInLink(database: TestDatabase, userId: string, secret: string): Promise<void> {
  await database.query(
    `insert into gateway.sign_in_links (user_id, token_hash, expires_at)
     values ($1, sha256($2::text::bytea), now() + interval '15 minutes')`,
    [userId, secret],
  )
}

/** Writes many people of a workspace at once, called `m1`, `m2` … and mentioned by `m1of100`, were they 100; their ids. */
export async function insertPeople(database: TestDatabase, workspaceId: string, count: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `with people as (
       insert into gateway.users (email, name, password_hash)
       select 'm' || n || '-' || gen_random_uuid() || '@parley.test', 'm' || n, 'x' from generate_series(1, $2::int) n
       returning id, name
     ), members as (
       insert into gateway.members (workspace_id, user_id, role) select $1, id, 'member' from people
     )
     insert into gateway.member_handles (workspace_id, user_id, handle)
     select $1, id, name || 'of' || $2 from people returning user_id as id`,
    [workspaceId, count],
  )
  return rows.map(({ id }) => id)
}

/** Has PostgreSQL count what people there are, as it does by itself after a while. */
export async function analyzePeople(database: TestDatabase): Promise<void> {
  for (const table of ['members', 'users', 'member_handles']) await database.query(`vacuum analyze gateway.${table}`)
}

/** Brings someone of another workspace, or someone who has left, into a workspace and its `general`. */
export async function admit(
  database: TestDatabase,
  { workspaceId, userId }: Membership,
  role: WorkspaceRole = 'member',
): Promise<void> {
  await database.query('insert into gateway.members (workspace_id, user_id, role) values ($1, $2, $3)', [
    workspaceId,
    userId,
    role,
  ])
  await database.query(
    `insert into gateway.member_handles (workspace_id, user_id, handle)
     select $1, id, unnest(handles) from gateway.users where id = $2`,
    [workspaceId, userId],
  )
  await database.query(`select channels.enter_workspace($1, $2, $3, '{}', $4)`, [workspaceId, userId, role, trace])
}

/** Ends a membership of the workspace alone: the channels' own are still there. */
export const endMembership = (on: Executor, { workspaceId, userId }: Membership) =>
  run(on, 'delete from gateway.members where workspace_id = $1 and user_id = $2', [workspaceId, userId])

/** Gives someone another role in the workspace, and leaves them in their channels. */
export const setWorkspaceRole = (on: Executor, { workspaceId, userId }: Membership, role: WorkspaceRole) =>
  run(on, 'update gateway.members set role = $3 where workspace_id = $1 and user_id = $2', [workspaceId, userId, role])

/** Makes someone of the workspace an agent. */
export const makeAgent = (on: Executor, { workspaceId, userId }: Membership) =>
  run(on, 'update gateway.members set agent = true where workspace_id = $1 and user_id = $2', [workspaceId, userId])

/** Takes the flag from an agent, without what else that does. */
export const unmakeAgent = (on: Executor, { workspaceId, userId }: Membership) =>
  run(on, 'update gateway.members set agent = false where workspace_id = $1 and user_id = $2', [workspaceId, userId])

/** Changes who someone is: their name and address, and with both their handles; their picture. */
export async function changeProfile(
  database: TestDatabase,
  { userId }: Pick<Membership, 'userId'>,
  { name, email, avatarUrl }: { name?: string; email?: string; avatarUrl?: string },
): Promise<void> {
  const handles = name !== undefined && email !== undefined ? handlesOf({ name, email }) : null
  await database.query(
    `update gateway.users set name = coalesce($2, name), email = coalesce($3, email),
       avatar_url = coalesce($4, avatar_url), handles = coalesce($5, handles)
     where id = $1`,
    [userId, name, email, avatarUrl, handles],
  )
  if (!handles) return
  await database.query('delete from gateway.member_handles where user_id = $1', [userId])
  await database.query(
    `insert into gateway.member_handles (workspace_id, user_id, handle)
     select workspace_id, user_id, unnest($2::text[]) from gateway.members where user_id = $1`,
    [userId, handles],
  )
}

/** Someone's email address, which their workspace knows. */
export async function emailOf(database: TestDatabase, { userId }: Pick<Membership, 'userId'>): Promise<string> {
  const [person] = await database.query<{ email: string }>('select email from gateway.people where user_id = $1', [
    userId,
  ])
  return person!.email
}

/** Writes an open invitation, in place of one to the same address, as if its mail had been sent; its id. */
export async function insertInvitation(
  on: Executor,
  workspaceId: string,
  email: string,
  role: WorkspaceRole,
): Promise<string> {
  const [invitation] = await run<{ id: string }>(
    on,
    `insert into gateway.invitations (workspace_id, email, token_hash, role, agent, expires_at)
     values ($1, $2, sha256(convert_to(gen_random_uuid()::text, 'UTF8')), $3, false, now() + interval '1 day')
     on conflict (workspace_id, email) do update set
       id = excluded.id, token_hash = excluded.token_hash, role = excluded.role, expires_at = excluded.expires_at
     returning id`,
    [workspaceId, email, role],
  )
  return invitation!.id
}

/** Writes that someone has just invited this many addresses into a channel. */
export const insertChannelInvitations = (
  database: TestDatabase,
  { workspaceId, userId }: Membership,
  channelId: string,
  count: number,
) =>
  database.query(
    `with made as (
       insert into gateway.invitations (workspace_id, email, token_hash, role, agent, invited_by, expires_at)
       select $1, 'many-' || n || '@elsewhere.test', sha256(n::text::bytea), 'guest', false, $2, now() + interval '7 days'
       from generate_series(1, $4::int) n returning email)
     insert into gateway.channel_invitations (workspace_id, email, channel_id, invited_by)
     select $1, email, $3, $2 from made`,
    [workspaceId, userId, channelId, count],
  )

/** The invitation of an address to a workspace, if there is one, and the channels it leads into. */
export const invitationsTo = (database: TestDatabase, workspaceId: string, email: string) =>
  database.query<{ role: WorkspaceRole; invited_by: string; channels: string[] }>(
    `select i.role, i.invited_by, array(
       select c.channel_id from gateway.channel_invitations c
       where c.workspace_id = i.workspace_id and c.email = i.email order by c.invited_at) as channels
     from gateway.invitations i where i.workspace_id = $1 and i.email = $2`,
    [workspaceId, email],
  )

/** How many mails that invite an address into a channel wait for a gateway, where none runs. */
export async function countChannelInvitationMails(database: TestDatabase, email: string): Promise<number> {
  const [row] = await database.query<{ mails: number }>(
    `select count(*) as mails from gateway.outbox where name = 'mail-channel-invitation' and payload->>'email' = $1`,
    [email],
  )
  return row!.mails
}

/** Makes the invitations into channels, and their mails, older by so many minutes. */
export const ageChannelInvitations = (database: TestDatabase, minutes: number) =>
  database.query(
    `update gateway.channel_invitations set invited_at = invited_at - make_interval(mins => $1),
       mailed_at = mailed_at - make_interval(mins => $1)`,
    [minutes],
  )

/** The addresses that a mail was made for. */
export const mailedAddresses = async (database: TestDatabase): Promise<string[]> =>
  (await database.query<{ recipient: string }>('select distinct recipient from gateway.mails')).map(
    ({ recipient }) => recipient,
  )

/** The mails that were kept for an address, oldest first. */
export const mailsTo = (database: TestDatabase, address: string) =>
  database.query<{ subject: string; text: string }>(
    'select subject, text from gateway.mails where recipient = $1 order by id',
    [address],
  )

/** Writes an entry of a workspace's audit log as if it had been written days ago; its id. */
export async function insertAuditEntry(
  database: TestDatabase,
  { workspaceId, userId, action, daysAgo }: Membership & { action: string; daysAgo: number },
): Promise<string> {
  const [entry] = await database.query<{ id: string }>(
    `insert into gateway.audit_entries (workspace_id, id, action, actor_id, credential, target_type, changes)
     values ($1, uuidv7(make_interval(days => -$4::int)), $3, $2, 'session', split_part($3, '.', 1), '[]') returning id`,
    [workspaceId, userId, action, daysAgo],
  )
  return entry!.id
}

/** Ends the time in which a workspace that is to be deleted can be restored. */
export async function endGrace(database: TestDatabase, workspaceId: string): Promise<void> {
  await database.query(`update gateway.workspace_deletions set deletes_at = now() where workspace_id = $1`, [
    workspaceId,
  ])
}

/** What is left of a workspace that was deleted: the receipt. */
export const receiptTables = ['gateway.purged_copies', 'gateway.workspace_deletions']

/** How many entries a workspace's audit log has of an action. */
export async function countAuditEntries(database: TestDatabase, workspaceId: string, action: string): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    'select count(*) from gateway.audit_entries where workspace_id = $1 and action = $2',
    [workspaceId, action],
  )
  return row!.count
}

/** What the audit log has of something that was done to one thing, the oldest first. */
export const findAuditEntries = (database: TestDatabase, workspaceId: string, action: string, target: string) =>
  database.query<{
    actor_id: string
    credential: string
    changes: { field: string; before?: unknown; after?: unknown }[]
  }>(
    `select actor_id, credential, changes from gateway.audit_entries
     where workspace_id = $1 and action = $2 and target_id = $3 order by id`,
    [workspaceId, action, target],
  )
