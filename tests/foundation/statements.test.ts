import { createPublicKey, verify } from 'node:crypto'
import { workspaceReceiptAudience } from '@parley/contracts/identity/workspace-deletions'
import { serviceNames } from '@parley/contracts/services'
import {
  type Executed,
  functionsWithoutWorkspace,
  readExecuted,
  readSources,
  readSurface,
} from '@parley/schema/sources'
import { findUnbound } from '@parley/schema/statements'
import { findChangingUpserts, readImmutable } from '@parley/schema/upserts'
import { createTestDatabase } from '@parley/testing/database'
import { startMediaApi } from '@parley/testing/media-api'
import { bootPlatform } from '@parley/testing/platform'
import { startSlack } from '@parley/testing/platforms/slack'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DeletedWorkspace } from './delete-a-workspace.ts'
import { doEverything } from './everything.ts'

const database = await createTestDatabase({ records: true })
const { query } = database
const surface = await readSurface(query)

const credential = 'a credential, found before its workspace is known'
const account = 'an account is in all of its workspaces'
const sweep = 'a sweep: finds the workspace and what is due in it, which is then locked and changed there'

/** Statements that name no workspace, by what is in them. Each must have been executed, or go. */
const allowed: Record<string, { text: string; why: string }[]> = {
  gateway: [
    { text: 'from "invitations" where "expires_at" > now() and "token_hash" =', why: credential },
    { text: 'from "invitations" where "expires_at" > now() and "email" =', why: 'finds where someone is invited' },
    { text: 'as "total" from "invitations" where "expires_at" > now() and "invitations"."email" =', why: account },
    { text: 'select "id" from "sessions" where "id" =', why: credential },
    { text: 'update "sessions" set "revoked_at" = now() where "id" =', why: credential },
    { text: 'update "sessions" set "last_used_at" =', why: credential },
    { text: 'as "s" where "s"."id" = any("asked"."credential_ids")', why: credential },
    { text: 'delete from "sessions" where "id" = any(', why: 'a person’s oldest: of one workspace, or of none' },
    { text: 'update "sessions" set "revoked_at" = now() where "user_id" =', why: account },
    { text: 'select "browser_session_id" from "sessions" where "id" =', why: credential },
    { text: 'delete from "sessions" where "browser_session_id" =', why: 'a browser is signed in to any workspace' },
    {
      text: 'DELETE FROM ONLY "gateway"."sessions" WHERE $ OPERATOR(pg_catalog.=) "browser_session_id"',
      why: 'the same',
    },
    { text: 'from "sessions" as "s" left join "workspaces" as "w"', why: account },
    { text: 'from "members" as "m" left join "sidebars" as "s"', why: account },
    { text: 'delete from "api_keys" as "k" using "users"', why: account },
    { text: 'select count(*) as "owned" from "members" where "user_id" =', why: account },
    { text: 'unnest(u.handles) as "handle" from "members" as "m" inner join "users"', why: account },
    { text: 'delete from "member_handles" as "h" using "members"', why: account },
    { text: 'select "m"."workspace_id" from "members" as "m" left join lateral', why: 'finds where a person was last' },
    {
      text: 'left join "workspace_deletions" as "d" on "d"."workspace_id" = "w"."id" where "m"."user_id" =',
      why: account,
    },
    { text: 'from "invitations" inner join "workspaces" as "w" on "w"."id" =', why: credential },
    { text: 'from "support_desk"."active_widget_keys" where "key_hash" =', why: credential },
    { text: 'from "audit_entries" where "id" <', why: sweep },
    { text: 'from "workspace_deletions" where "completed_at" is null', why: sweep },
  ],
  chat_engine: [
    { text: 'from "budgets" as "b" where b.soft_usd is not null', why: sweep },
    { text: 'from "stored_objects" where "stored_objects"."remove_at" <= now()', why: sweep },
    { text: 'limit $) as "abandoned" group by "workspace_id"', why: sweep },
    { text: 'from "knowledge_versions" where "status" = $ and "created_at" <', why: sweep },
    { text: 'from approvals a left join runs r', why: sweep },
    { text: 'from approvals where status <> $ and created_at <', why: sweep },
    { text: 'delete from run_states s using runs r', why: sweep },
    { text: 'from "mcp_servers" where "headers" is not null and (workspace_id, "id") > (', why: sweep },
    { text: 'from twin_answers w where w.status = $ and not exists', why: sweep },
    { text: 'update twin_answers a set status = $ where a.status = $ and not exists', why: sweep },
    { text: 'from twin_answers where status = $ and created_at < now() - interval $', why: sweep },
    { text: 'from runs where ended_at < now() - $ * interval $ and trimmed_at is null', why: sweep },
    { text: '"runs" where "lease_id" = $', why: 'those of this process' },
  ],
  channels: [{ text: 'from "deletions" where started_at <', why: sweep }],
  messaging: [
    { text: 'with recursive "queued"', why: sweep },
    { text: 'count(*) as "depth"', why: 'a gauge of the whole queue' },
    { text: 'from "drafts" where ("workspace_id", "user_id") > (', why: sweep },
    { text: 'select distinct "workspace_id" from "retention" where "workspace_id" >', why: sweep },
    { text: 'from "stored_objects" where "stored_objects"."remove_at" <= now()', why: sweep },
    { text: 'as "waitMs" from "scheduled_messages"', why: sweep },
    { text: 'from "scheduled_messages" where "scheduled_messages"."status" = $ and greatest(', why: sweep },
    { text: 'order by "done_at" limit $) as "over" group by "workspace_id"', why: sweep },
    { text: 'limit $) as "abandoned" group by "workspace_id"', why: sweep },
  ],
  integrations: [
    { text: 'from "imports" where "status" in ($ /*, ... */) and "touched_at" <', why: sweep },
    { text: 'from "exports" where "status" in ($ /*, ... */) and "touched_at" <', why: sweep },
    { text: 'from "exports" where "archive" is not null and "completed_at" <', why: sweep },
    { text: 'from "imports" where "archive" is not null and "completed_at" <', why: sweep },
    { text: 'from "stored_objects" where "stored_objects"."remove_at" <= now()', why: sweep },
    { text: 'limit $) as "abandoned" group by "workspace_id"', why: sweep },
    {
      text: 'due as ( select rc.workspace_id, rc.id, c.id as connection_id, rc.send_at from remote_channels rc',
      why: sweep,
    },
    { text: 'from "remote_channels" as "rc" inner join "connections" as "c"', why: sweep },
    { text: 'from "connections" where "platform" = $ and "account_id" =', why: 'an app’s events come by account' },
    { text: 'from "connections" where "id" =', why: 'a platform knows a connection by its id alone' },
    { text: 'and "status" in ($ /*, ... */) and ("compared_at" is null', why: sweep },
    { text: 'and "status" in ($ /*, ... */) and ("listened_until" is null', why: sweep },
    {
      text: 'with "due" as (select "workspace_id" as "due_workspace_id", "id" as "due_id" from "connections"',
      why: sweep,
    },
    {
      text: 'due as ( select workspace_id, connection_id, remote_channel_id, wake_at from incoming_queues',
      why: sweep,
    },
    {
      text: 'with "due" as (select "workspace_id", "platform", "account_id", "foreign_id" from "author_consents"',
      why: sweep,
    },
    { text: 'select ctid from seen_events where seen_at <', why: sweep },
    { text: 'from "connections" where "credentials" is not null and (workspace_id, "id") > (', why: sweep },
    { text: 'from "webhooks" where "secret" is not null and (workspace_id, "id") > (', why: sweep },
    { text: 'from "webhooks" where "previous_secret" is not null and (workspace_id, "id") > (', why: sweep },
    { text: 'select ctid from link_codes where sent_at <', why: sweep },
    { text: 'due as ( select workspace_id, id, wake_at from webhooks', why: sweep },
    { text: 'from "incoming_webhooks" where "token_hash" =', why: credential },
    { text: 'from "oauth_states" where "state_hash" =', why: credential },
    { text: 'select "workspace_id" as "id" from "webhooks"', why: sweep },
    { text: 'select ctid from webhook_events where created_at <', why: sweep },
  ],
  support_desk: [
    {
      text: 'from "desks" where "identity_secret" is not null and (workspace_id, "workspace_id") > (',
      why: sweep,
    },
    {
      text: 'from "mail_threads" as "t" inner join "conversations" as "c" on',
      why: 'a signed address or link, which names no workspace',
    },
    { text: 'limit $) as "old" group by "workspace_id"', why: sweep },
    { text: 'from "search_queue" order by "queued_at" limit', why: sweep },
    { text: 'from "conversations" where "snoozed_until" <= now()', why: sweep },
    { text: 'from "conversations" where "sla_due_at" <= now()', why: sweep },
    { text: 'from "report_facts" order by "happened_at" limit', why: sweep },
    { text: 'from "desks" as "d" where d.settings #>>', why: sweep },
    { text: 'from "widget_keys" where "key_hash" =', why: credential },
    { text: 'from "online_visitors" as "o" where (not o.is_published', why: sweep },
    { text: 'from "stored_objects" where "stored_objects"."remove_at" <= now()', why: sweep },
    { text: 'limit $) as "abandoned" group by "workspace_id"', why: sweep },
  ],
}

/** Functions that are not seen to be called, with the reason. */
const unreached: Record<string, string> = {
  'channels.message_counts(uuid,uuid)': 'inlined',
  'channels.twin_profile(uuid,uuid)': 'inlined',
  'channels.workspace_room(uuid)': 'inlined',
  'chat_engine.search_is_unspaced(text)': 'inlined',
  'chat_engine.search_lexeme(text)': 'inlined',
  'gateway.role_weight(text)': 'inlined',
  'messaging.await_drafts(uuid,uuid)': 'inlined',
  'messaging.first_invalid(boolean,jsonb,text)': 'inlined',
  'messaging.index_messages(uuid,timestamp with time zone,timestamp with time zone)': 'run by hand, after COPY',
  'messaging.is_author(jsonb)': 'inlined',
  'messaging.is_time(text)': 'inlined',
  'messaging.message_event(text,uuid,uuid,uuid,bigint,bigint,timestamp with time zone,json)': 'inlined',
  'messaging.search_is_unspaced(text)': 'inlined',
  'messaging.search_keys_of(uuid[],text[])': 'inlined',
  'messaging.search_lexeme(text)': 'inlined',
  'messaging.shows_something(text)': 'inlined',
}

describe('a statement', () => {
  const made = {
    relations: new Map([
      ['s.a', 'workspace_id'],
      ['s.b', 'workspace_id'],
      ['t.view', 'workspace_id'],
      ['s.workspaces', 'id'],
    ]),
    globals: new Set(['s.global', 's.other', 's.t']),
    functions: new Set(['s.f', 't.f']),
  }

  it.each([
    'select 1',
    'select * from a where workspace_id = $1',
    'select * from s.a x where x.workspace_id = p_workspace and x.id = 1',
    'select * from a join b on b.workspace_id = a.workspace_id where b.workspace_id = $1',
    'select * from a join b using (workspace_id, id) where a.workspace_id = $1',
    'select * from unnest($1) asked (workspace_id) left join t.view v using (workspace_id)',
    'select * from a where (workspace_id, id) in (($1, $2))',
    'select * from a where (a.workspace_id, id) in (select workspace_id, id from other)',
    'select * from a join workspaces w on w.id = a.workspace_id where w.id = $1',
    'update workspaces set name = $1 where id = $2',
    'select * from a left join b on b.workspace_id = a.workspace_id and b.id = $2 where a.workspace_id = $1',
    'select * from a where workspace_id = any($1) and exists (select from b where b.workspace_id = a.workspace_id)',
    'with a as (select 1 as id) select * from a',
    'with x as (select * from a where workspace_id = $1) select * from x join b on b.workspace_id = x.workspace_id',
    'insert into a (workspace_id, id) values ($1, $2)',
    'update a set id = 2 from b where a.workspace_id = $1 and b.workspace_id = a.workspace_id',
    'delete from a using b where a.workspace_id = b.workspace_id and b.workspace_id = $1',
    'select * from global where id = $1',
    'select f($1, 2), f(in_workspace => v_workspace), f(a.workspace_id) from a where workspace_id = $1',
    'exists (select from a where workspace_id = $1)',
    'v_count := (select count(*) from a where workspace_id = v_workspace)',
    'select now() - interval $1 from a where workspace_id = $2',
  ])('may be %s', async (text) => {
    expect(await findUnbound(text, 's', made)).toEqual([])
  })

  it.each([
    ['select * from a where id = $1', 's.a: bound to no workspace'],
    ['select * from t.view', 't.view: bound to no workspace'],
    ['select workspace_id from a', 's.a: bound to no workspace'],
    ['select * from a where workspace_id = $1 or id = $2', 's.a: bound to no workspace'],
    ['select * from a where not (workspace_id = $1)', 's.a: bound to no workspace'],
    ['select * from a where workspace_id <> $1', 's.a: bound to no workspace'],
    ['select * from a where workspace_id = workspace_id', 's.a: bound to no workspace'],
    ['select * from a join b on b.id = a.id where a.workspace_id = $1', 's.b: bound to no workspace'],
    ['select * from a join b on b.workspace_id = a.workspace_id', 's.a: bound to no workspace'],
    [
      'select * from a where workspace_id = $1 and exists (select from b where b.id = a.id)',
      's.b: bound to no workspace',
    ],
    ['with x as (select * from a) select * from x where workspace_id = $1', 's.a: bound to no workspace'],
    ['select 1 union select id from a', 's.a: bound to no workspace'],
    ['insert into a (id) values ($1)', 's.a: inserted without a workspace'],
    ['insert into global select id from a', 's.a: bound to no workspace'],
    ['update a set id = $1 where id = $2', 's.a: bound to no workspace'],
    ['delete from a where id = $1', 's.a: bound to no workspace'],
    ['delete from a using b where a.workspace_id = $1 and b.id = a.id', 's.b: bound to no workspace'],
    ['select f(id) from unnest($1) id', 's.f: called without a workspace'],
    ['select t.f(in_user => b.user_id) from b where workspace_id = $1', 't.f: called without a workspace'],
    ['exists (select from a)', 's.a: bound to no workspace'],
    ['select * from nowhere', 's.nowhere: no such relation'],
    [
      'select * from a left join b on a.workspace_id = $1 and b.workspace_id = a.workspace_id',
      's.a: bound to no workspace',
    ],
    [
      'select * from a right join b on b.workspace_id = $1 and b.workspace_id = a.workspace_id',
      's.b: bound to no workspace',
    ],
    ['select * from a full join b using (workspace_id) where b.workspace_id = $1', 's.a: bound to no workspace'],
    ['select * from a join workspaces w on w.id = a.workspace_id', 's.a: bound to no workspace'],
    ['select * from a join global g on g.place = a.workspace_id', 's.a: bound to no workspace'],
    ['update workspaces set name = $1', 's.workspaces: bound to no workspace'],
    ['select * from a where workspace_id in (select id from workspaces)', 's.a: bound to no workspace'],
    ['select * from a where workspace_id = coalesce($1, workspace_id)', 's.a: bound to no workspace'],
    ['select * from a where workspace_id = user_id', 's.a: bound to no workspace'],
    [
      'with w as (select id as workspace_id from workspaces) select * from w join a using (workspace_id)',
      's.workspaces: bound to no workspace',
    ],
    ['truncate a', 'truncate: of all workspaces'],
    ['lock table a', 'lock: of all workspaces'],
    ['copy a to stdout', 'copy: of all workspaces'],
    ['do $$ begin delete from a; end $$', 'do: of all workspaces'],
  ])('is found: %s', async (text, found) => {
    expect(await findUnbound(text, 's', made)).toContain(found)
  })

  it('of a view leaves one workspace open, to be named by whoever selects from it', async () => {
    const text = 'select * from a join b on b.workspace_id = a.workspace_id'
    expect(await findUnbound(text, 's', made, true)).toEqual([])
    expect(await findUnbound('select * from a, b', 's', made, true)).toEqual(['s.b: bound to no workspace'])
  })
})

describe('an upsert', () => {
  const made = { functions: new Set(['left']), numbers: new Set(['s.t.n', 's.t.m']) }
  const upsert = (what: string) => `insert into t values (1) on conflict (id) do update set ${what}`

  it.each([
    upsert('at = excluded.at, n = t.n + 1, m = coalesce(excluded.m, 0) + t.n'),
    upsert('at = greatest(t.at, excluded.at) where t.at < excluded.at or t.text is null'),
    upsert('text = left(excluded.text, 3) || $1, n = $2::int8 + 1'),
    upsert('n = case when excluded.n > t.n then excluded.n else t.n end returning now()'),
    "insert into t values (now(), ');') on conflict (id) do nothing",
    `with x as (${upsert('n = t.n + 1')}) select now()`,
  ])('may be %s', async (text) => {
    expect(await findChangingUpserts(text, 's', made)).toEqual([])
  })

  it.each([
    [upsert('at = now()'), 'now()'],
    [upsert('at = localtimestamp'), 'SQLValueFunction'],
    [upsert("at = 'now'"), "'now'"],
    [upsert("at = 'now'::timestamptz"), 'a cast to timestamptz'],
    [upsert("at = excluded.at + interval '1 day'"), '+ of what may be a time'],
    [upsert('at = excluded.at + v_delay'), '+ of what may be a time'],
    [upsert('n = (random_normal() * 100)::int8'), 'random_normal()'],
    [upsert('n = t.n + (select 1)'), 'SubLink'],
    [upsert('n = 1 where t.at + make_interval(days => 1) < excluded.at'), 'make_interval()'],
    [`insert into t values (';)') on conflict (id) do update set at = own_stable()`, 'own_stable()'],
  ])('may not be %s', async (text, found) => {
    expect(await findChangingUpserts(text, 's', made)).toContain(found)
  })
})

describe('what is written in SQL', () => {
  it('updates in an upsert only to what is the same at every call', async () => {
    const immutable = await readImmutable(query)
    const found: string[] = []
    for (const { name, schema, statements } of await readSources(query))
      for (const text of statements)
        for (const each of await findChangingUpserts(text, schema, immutable)) found.push(`${name}: ${each}`)
    expect(found).toEqual([])
  })

  it('binds whatever it names to a workspace', async () => {
    const sources = await readSources(query)
    expect(sources.length).toBeGreaterThan(30)
    const found: string[] = []
    for (const { name, schema, statements, isView } of sources)
      for (const text of statements)
        for (const each of await findUnbound(text, schema, surface, isView)) found.push(`${name}: ${each}: ${text}`)
    expect(sources.flatMap(({ statements }) => statements).length).toBeGreaterThan(150)
    expect(found).toEqual([])
  })

  it('takes the workspace first where it names a workspace’s relation', async () => {
    expect(await functionsWithoutWorkspace(query, surface)).toEqual([])
  })
})

describe('of what is executed when everything is done', () => {
  let executed: Executed[]
  let deleted: DeletedWorkspace

  beforeAll(async () => {
    const media = await startMediaApi()
    const slack = await startSlack()
    const platform = await bootPlatform({
      database,
      serviceEnv: {
        messaging: { DOCUMENTS_AT_ONCE: '1' },
        'chat-engine': media.settings,
        integrations: {
          ...{ OUTSIDE_ALLOWED: '127.0.0.0/8', SLACK_API_URL: slack.apiUrl, SLACK_CLIENT_ID: slack.clientId },
          ...{ SLACK_CLIENT_SECRET: slack.clientSecret, SLACK_SIGNING_SECRET: slack.signingSecret },
        },
      },
    })
    deleted = await doEverything(platform, slack)
    await platform.close()
    executed = await readExecuted(query)
  }, 300_000) // Everything that there is takes its time on a busy machine.

  it.for([
    ['gateway', 90],
    ['channels', 65],
    ['messaging', 130],
  ] as const)('enough was recorded of %s', ([service, least]) => {
    expect(executed.filter(({ schema }) => schema === service).length).toBeGreaterThan(least)
  })

  it('nothing is left of a workspace that was deleted, wherever it was', () => {
    const { before, left, canaries } = deleted
    expect(Object.keys(before.own).length).toBeGreaterThan(80)
    expect(left).toEqual({
      'gateway.workspace_deletions': 1, // the receipt
      'gateway.purged_copies': expect.any(Number),
    })
    expect(canaries).toEqual([])
  })

  it('another workspace keeps every row when one is deleted', () => {
    // Answers are kept for whoever was given them: one of the deleted workspace may be about this one.
    const rowsOf = ({ 'gateway.idempotency_keys': _, ...rows }: Record<string, number>) => rows
    expect(rowsOf(deleted.ofOther)).toEqual(rowsOf(deleted.before.other))
  })

  it('who had a workspace deleted has a receipt that anybody can verify', () => {
    const { deletion, keys } = deleted
    const { receipt, ...shown } = deletion
    const [head, claims, signature] = receipt!.split('.')
    const { kid } = JSON.parse(Buffer.from(head!, 'base64url').toString())
    const key = createPublicKey({ key: { ...keys.find((each) => each.kid === kid)! }, format: 'jwk' })
    const signed = Buffer.from(`${head}.${claims}`)
    expect(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature!, 'base64url'))).toBe(
      true,
    )
    expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toMatchObject({
      sub: deletion.workspace_id,
      aud: workspaceReceiptAudience,
      deletion: shown,
    })
    expect(shown.copies).toContainEqual({ service: 'messaging', kind: 'messages', count: expect.any(Number) })
    expect(new Set(shown.copies.map(({ service }) => service))).toEqual(new Set(serviceNames))
  })

  it('each function was reached', async () => {
    const functions = await query<{ name: string }>(
      `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('gateway', 'channels', 'messaging', 'chat_engine') and not exists (
         select from pg_stat_user_functions called where called.funcid = p.oid and called.calls > 0)
         and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
       order by 1`,
    )
    expect(functions.map(({ name }) => name)).toEqual(Object.keys(unreached).sort())
  })

  it('upserts update only to what is the same at every call', async () => {
    const immutable = await readImmutable(query)
    const upserts = executed.filter(({ text }) => /\bdo\s+update\b/i.test(text))
    expect(upserts.length).toBeGreaterThan(5)
    const found: string[] = []
    for (const { schema, text } of upserts)
      for (const each of await findChangingUpserts(text, schema, immutable)) found.push(`${each}: ${text}`)
    expect(found).toEqual([])
  })

  it('every statement names the workspace, but for those that find it', async () => {
    const found: string[] = []
    const used = new Set<string>()
    for (const { schema, text } of executed) {
      const unbound = await findUnbound(text, schema, surface)
      if (unbound.length === 0) continue
      const line = text.replaceAll(/\s+/g, ' ').replaceAll(/\$\d+/g, '$')
      const exemptions = allowed[schema]?.filter((each) => line.includes(each.text)) ?? []
      for (const { text } of exemptions) used.add(text)
      if (exemptions.length === 0) found.push(`${schema}: ${unbound.join(', ')}: ${line}`)
    }
    expect(found).toEqual([])
    const exempt = Object.values(allowed).flatMap((all) => all.map(({ text }) => text))
    expect(exempt.filter((text) => !used.has(text))).toEqual([])
  })
})
