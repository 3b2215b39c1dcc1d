import { randomUUID } from 'node:crypto'
import { addChannelMember, createChannel, joinChannel } from '@parley/contracts/channels/channels'
import { channelCreated, memberAdded, memberRemoved, memberUpdated } from '@parley/contracts/channels/events'
import { rooms } from '@parley/contracts/event'
import type { ServiceName } from '@parley/contracts/services'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { insertEvents } from '@parley/kit/outbox'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newMember, seedWorkspace } from '@parley/testing/fixtures'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { endMembership, setWorkspaceRole } from '@parley/testing/rows/gateway'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { expectExactCounts, newName, setScene, trace, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, database, received } = scene
const { ada, bob, cyd, gus, workspaceId, general } = acme

const signedIn = (service: ServiceName) => {
  const db = createDatabase(service, {
    url: database.urlOf(service),
    poolSize: 20,
    log: createLog('test', { LOG_LEVEL: 'silent' }),
  })
  closeAfterwards({ close: () => db.destroy() })
  return db
}
const gateway = signedIn('gateway')
const messaging = signedIn('messaging')

const traced = JSON.stringify(trace)
const join = async (channelId: string, { userId }: Caller) => {
  const { rows } = await sql<{ joined: boolean }>`
    select channels.join(${workspaceId}, ${channelId}, ${userId}, ${traced}) as joined`.execute(messaging)
  return rows[0]?.joined
}
const leaveWorkspace = async (person: Caller, tx: typeof gateway = gateway) => {
  await endMembership(tx, person)
  await sql`select channels.leave_workspace(${workspaceId}, ${person.userId}, ${traced})`.execute(tx)
}
const demote = async (person: Caller, tx: typeof gateway = gateway) => {
  await setWorkspaceRole(tx, person, 'guest')
  await sql`select channels.demote_to_guest(${workspaceId}, ${person.userId}, ${traced})`.execute(tx)
}
const enter = ({ userId }: Caller, role: string, channelIds: string[] = []) =>
  sql`select channels.enter_workspace(${workspaceId}, ${userId}, ${role}, ${channelIds}::uuid[], ${traced})`.execute(
    gateway,
  )
const channelsOf = async ({ userId }: Caller) => {
  const { rows } = await sql<{ channel_id: string }>`
    select channel_id from channels.memberships where workspace_id = ${workspaceId} and user_id = ${userId}`.execute(
    gateway,
  )
  return rows.map(({ channel_id }) => channel_id).toSorted()
}

describe('channels.access', () => {
  const accessTo = async (id: string) => {
    const { rows } = await sql<Record<string, unknown>>`
      select * from channels.access where channel_id = ${id} order by user_id`.execute(messaging)
    return rows
  }

  it('has a row for every member of a hidden channel, guests included, and for nobody else', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [gus.userId] }, bob)
    const shared = {
      workspace_id: workspaceId,
      channel_id: id,
      is_member: true,
      is_private: true,
      is_archived: false,
      channel_type: 'text',
      name: expect.any(String),
      member_count: 2,
      created_by: bob.userId,
    }
    const rows = [
      { ...shared, user_id: bob.userId, channel_role: 'admin', workspace_role: 'member' },
      { ...shared, user_id: gus.userId, channel_role: 'member', workspace_role: 'guest' },
    ]
    expect(await accessTo(id)).toEqual(rows.toSorted((a, b) => (a.user_id < b.user_id ? -1 : 1)))
  })

  it('has a row for every non-guest of a public channel, with who is a member', async () => {
    const id = await scene.channel()
    const rows = await accessTo(id)
    expect(rows.find(({ user_id }) => user_id === bob.userId)).toMatchObject({ is_member: false, channel_role: null })
    expect(rows.find(({ user_id }) => user_id === ada.userId)).toMatchObject({ is_member: true, channel_role: 'admin' })
    expect(rows.map(({ user_id }) => user_id)).not.toContain(gus.userId)
    expect(rows.map(({ user_id }) => user_id)).not.toContain(eve.userId)
  })
})

describe('channels.readers_can_read', () => {
  it('is false of a private channel for a public one, also where everybody of today is in both', async () => {
    const people = await database.query<{ user_id: string }>(
      "select user_id from gateway.people where workspace_id = $1 and role <> 'guest' and user_id <> $2",
      [workspaceId, ada.userId],
    )
    const member_ids = people.map(({ user_id }) => user_id)
    const [open, secret, hidden] = await Promise.all([
      scene.channel(),
      scene.channel({ is_private: true, member_ids }),
      scene.channel({ is_private: true }),
    ])
    const canRead = async (destination: string, channel: string) => {
      const { rows } = await sql<{ can: boolean }>`
        select channels.readers_can_read(${workspaceId}, ${destination}, ${channel}) as can`.execute(messaging)
      return rows[0]!.can
    }
    expect(await canRead(open, open)).toBe(true)
    expect(await canRead(open, secret)).toBe(false)
    expect(await canRead(secret, open)).toBe(true)
    expect(await canRead(hidden, secret)).toBe(true)
    expect(await canRead(secret, hidden)).toBe(false)
  })
})

describe('channels.join', () => {
  it('makes a non-guest a member of a public channel, counts and publishes; the second time changes nothing', async () => {
    const id = await scene.channel()
    expect(await join(id, bob)).toBe(true)
    expect(await join(id, bob)).toBe(true)
    await scene.add(id, cyd)
    const events = await received(memberAdded, id, 3)
    expect(events.map(({ data }) => data.user_id)).toEqual([ada.userId, bob.userId, cyd.userId])
    expect(events[1]).toMatchObject({
      rooms: [rooms.channel(id), rooms.user(workspaceId, bob.userId)],
      trace,
    })
    await expectExactCounts(database)
  })

  it('lets nobody in where they may not join', async () => {
    const open = await scene.channel()
    const hidden = await scene.channel({ is_private: true }, bob)
    const shelved = await scene.channel()
    await scene.archive(shelved)
    expect(await join(open, gus)).toBe(false)
    expect(await join(open, eve)).toBe(false)
    expect(await join(hidden, ada)).toBe(false)
    expect(await join(shelved, bob)).toBe(false)
    expect(await join(unknownId, bob)).toBe(false)
    for (const id of [open, hidden, shelved]) expect(await scene.membersOf(id)).toHaveLength(1)
  })

  it('joins once, whether twenty ask here or at the endpoint', async () => {
    const id = await scene.channel()
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? join(id, bob) : scene.answerTo(bob, joinChannel, { id }))),
    )
    expect(await scene.membersOf(id)).toHaveLength(2)
    await expectExactCounts(database)
  })
})

describe('channels.create_general', () => {
  it('creates one public general with its owner as admin, however many ask at once', async () => {
    const founder = await seedWorkspace(database, { dan: 'owner' })
    await sql`delete from channels.channels where id = ${founder.general}`.execute(signedIn('channels'))
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { rows } = await sql<{ id: string }>`
          select channels.create_general(${founder.workspaceId}, ${founder.dan.userId}, ${traced}) as id`.execute(
          gateway,
        )
        return rows[0]!.id
      }),
    )
    expect(new Set(ids).size).toBe(1)
    const [id] = ids
    expect(await scene.membersOf(id!)).toEqual([{ user_id: founder.dan.userId, role: 'admin' }])
    const events = await received(channelCreated, id!)
    expect(events).toHaveLength(1)
    expect(channelCreated.data.parse(events[0]!.data)).toMatchObject({
      name: 'general',
      display_name: 'General',
      is_private: false,
      member_count: 1,
      created_by: founder.dan.userId,
    })
  })
})

describe('channels.enter_workspace', () => {
  it('brings a newcomer into general and the channels they were invited to, a guest only into those', async () => {
    const hidden = await scene.channel({ is_private: true })
    const member = await newMember(scene.database, workspaceId, 'member')
    await enter(member, 'member', [hidden])
    expect(await channelsOf(member)).toEqual([general, hidden].toSorted())
    const guest = await newMember(scene.database, workspaceId, 'guest', 'guest')
    await enter(guest, 'guest', [hidden])
    expect(await channelsOf(guest)).toEqual([hidden])
    await expectExactCounts(database)
  })

  it('skips channels that take nobody: archived, foreign, gone, a dm', async () => {
    const shelved = await scene.channel()
    await scene.archive(shelved)
    const foreign = await scene.channel({}, eve)
    const { channel: dm } = await channels
      .callAs(ada)
      .call(createChannel, { workspace_id: workspaceId, channel_type: 'dm', member_ids: [bob.userId] })
    const guest = await newMember(scene.database, workspaceId, 'invited', 'guest')
    await enter(guest, 'guest', [shelved, foreign, dm.id, unknownId])
    expect(await channelsOf(guest)).toEqual([])
  })

  it('brings a guest who becomes a member into general, and publishes once', async () => {
    const guest = await newMember(scene.database, workspaceId, 'rising', 'guest')
    await setWorkspaceRole(gateway, guest, 'member')
    await enter(guest, 'member')
    await enter(guest, 'member')
    expect(await channelsOf(guest)).toEqual([general])
  })
})

describe('channels.demote_to_guest', () => {
  it('takes someone out of general and leaves the rest', async () => {
    const person = await newMember(scene.database, workspaceId, 'falling')
    const id = await scene.channel({ member_ids: [person.userId] })
    await demote(person)
    expect(await channelsOf(person)).toEqual([id])
    const events = await received(memberRemoved, general)
    expect(events.at(-1)).toMatchObject({
      rooms: [rooms.channel(general), rooms.user(workspaceId, person.userId), rooms.access],
      data: { user_id: person.userId, channel_id: general },
    })
    await expectExactCounts(database)
  })

  it('leaves no guest in general who joins it at the same time', async () => {
    const person = await newMember(scene.database, workspaceId, 'wavering')
    await sql`select channels.demote_to_guest(${workspaceId}, ${person.userId}, ${traced})`.execute(gateway)
    const joining = await gateway.transaction().execute(async (tx) => {
      await demote(person, tx)
      const answer = scene.answerTo(person, joinChannel, { id: general })
      await untilSomeoneWaits(database)
      return { answer }
    })
    expect((await joining.answer).status).toBe(404)
    expect(await channelsOf(person)).toEqual([])
  })
})

describe('channels.leave_workspace', () => {
  it('takes someone out of every channel, counts and publishes each', async () => {
    const person = await newMember(scene.database, workspaceId, 'leaver')
    const open = await scene.channel({ member_ids: [person.userId] })
    const hidden = await scene.channel({ is_private: true, member_ids: [person.userId] })
    await leaveWorkspace(person)
    expect(await channelsOf(person)).toEqual([])
    for (const id of [open, hidden])
      expect(await received(memberRemoved, id)).toMatchObject([
        {
          rooms: [rooms.channel(id), rooms.user(workspaceId, person.userId), rooms.access],
          data: { user_id: person.userId },
        },
      ])
    await expectExactCounts(database)
  })

  it('makes a private channel’s oldest member its admin when the last admin leaves, and publishes that', async () => {
    const person = await newMember(scene.database, workspaceId, 'founder')
    const id = await scene.channel({ is_private: true }, person)
    for (const next of [gus, cyd, bob]) await scene.add(id, next, person)
    await leaveWorkspace(person)
    expect(await scene.membersOf(id)).toEqual([
      { user_id: gus.userId, role: 'member' },
      { user_id: cyd.userId, role: 'admin' },
      { user_id: bob.userId, role: 'member' },
    ])
    const [updated] = await received(memberUpdated, id)
    expect(updated).toMatchObject({
      rooms: [rooms.channel(id), rooms.user(workspaceId, cyd.userId)],
      data: { user_id: cyd.userId, channel_id: id, role: 'admin' },
    })
    expect(memberUpdated.data.safeParse(updated!.data).error).toBeUndefined()
  })

  it('hands it to a guest where there is nobody else', async () => {
    const person = await newMember(scene.database, workspaceId, 'host')
    const id = await scene.channel({ is_private: true, member_ids: [gus.userId] }, person)
    await leaveWorkspace(person)
    expect(await scene.membersOf(id)).toEqual([{ user_id: gus.userId, role: 'admin' }])
  })

  it('hands nothing on where another admin stays', async () => {
    const person = await newMember(scene.database, workspaceId, 'partner')
    const id = await scene.channel({ is_private: true, member_ids: [bob.userId, cyd.userId] }, person)
    await database.query(`update channels.members set role = 'admin' where channel_id = $1 and user_id = $2`, [
      id,
      cyd.userId,
    ])
    await leaveWorkspace(person)
    expect((await scene.membersOf(id)).filter(({ role }) => role === 'admin')).toEqual([
      { user_id: cyd.userId, role: 'admin' },
    ])
  })

  it('hands a channel on again when the heir is leaving too', async () => {
    const [first, heir] = await Promise.all([
      newMember(scene.database, workspaceId, 'first'),
      newMember(scene.database, workspaceId, 'heir'),
    ])
    const id = await scene.channel({ is_private: true, member_ids: [heir.userId] }, first)
    await scene.add(id, bob, first)
    const heirIsOut = await gateway.transaction().execute(async (tx) => {
      await leaveWorkspace(first, tx)
      const leaving = leaveWorkspace(heir)
      await untilSomeoneWaits(database)
      return { leaving }
    })
    await heirIsOut.leaving
    expect(await scene.membersOf(id)).toEqual([{ user_id: bob.userId, role: 'admin' }])
  })

  it('lets nobody be added who is leaving', async () => {
    const person = await newMember(scene.database, workspaceId, 'wanted')
    const id = await scene.channel()
    const adding = await gateway.transaction().execute(async (tx) => {
      await leaveWorkspace(person, tx)
      const answers = Promise.all([
        scene.answerTo(ada, addChannelMember, { id, user_id: person.userId }),
        scene.answerTo(person, joinChannel, { id }),
        scene.answerTo(ada, createChannel, {
          workspace_id: workspaceId,
          channel_type: 'dm',
          member_ids: [person.userId],
        }),
      ])
      await untilSomeoneWaits(database, 3)
      return { answers }
    })
    expect((await adding.answers).map(({ status }) => status)).toEqual([404, 404, 404])
    expect(await channelsOf(person)).toEqual([])
    await expectExactCounts(database)
  })

  it('leaves every shared private channel with an admin when all who could have it leave at once', async () => {
    const leavers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => newMember(scene.database, workspaceId, `together-${i}`)),
    )
    const shared = await Promise.all(
      leavers.map((creator) =>
        scene.channel(
          { name: newName(), is_private: true, member_ids: [bob.userId, ...leavers.map(({ userId }) => userId)] },
          creator,
        ),
      ),
    )
    await Promise.all(leavers.map((leaver) => leaveWorkspace(leaver)))
    for (const id of shared) expect(await scene.membersOf(id)).toEqual([{ user_id: bob.userId, role: 'admin' }])
    await expectExactCounts(database)
  })
})

describe('the channels schema', () => {
  it('lets other services call what is published for them and nothing else', async () => {
    const refused = (db: typeof gateway, query: ReturnType<typeof sql>) =>
      expect(query.execute(db)).rejects.toThrow(/permission denied/)
    await refused(messaging, sql`select from channels.channels`)
    await refused(messaging, sql`select from channels.members`)
    await refused(gateway, sql`select from channels.outbox`)
    await refused(
      gateway,
      sql`select channels.add_members(${workspaceId}, ${general}, array[${gus.userId}]::uuid[], ${ada.userId}, '{}')`,
    )
    await refused(gateway, sql`select channels.join(${workspaceId}, ${general}, ${gus.userId}, '{}')`)
    await refused(messaging, sql`select channels.leave_workspace(${workspaceId}, ${bob.userId}, '{}')`)
    await refused(messaging, sql`select channels.publish_event(null, null, 'x', '{}', '{}', '{}')`)
    await refused(signedIn('support-desk'), sql`select from channels.access`)
    await sql`select from channels.access, channels.memberships limit 1`.execute(messaging)
    await sql`select from channels.access, channels.memberships limit 1`.execute(gateway)
  })

  it('gives every function that runs with its owner’s rights a fixed search_path', async () => {
    const functions = await database.query<{ proname: string; proconfig: string[] | null }>(
      `select proname, proconfig from pg_proc where prosecdef and pronamespace = 'channels'::regnamespace`,
    )
    expect(functions.map(({ proname }) => proname).toSorted()).toEqual(
      [
        'create_connected',
        'set_archived',
        'demote_to_guest',
        'enter_workspace',
        'create_general',
        'join',
        'leave_workspace',
        'publish_history_changed',
        'readers_can_read',
        'remove_deleted_twin',
      ].toSorted(),
    )
    for (const { proconfig } of functions) expect(proconfig).toEqual(['search_path=channels, parley, pg_temp'])
  })

  it('writes events exactly as the services write theirs', async () => {
    const db = signedIn('channels')
    const data = { user_id: bob.userId, channel_id: general }
    const written = await db
      .transaction()
      .execute(async (tx) => {
        const event = { event: memberRemoved, workspaceId, feedId: general, rooms: [rooms.channel(general)], data }
        await insertEvents(tx, [event], trace)
        await sql`select publish_event(${workspaceId}, ${general}, 'member.removed', ${event.rooms}::text[],
          ${JSON.stringify(data)}::jsonb, ${traced}::jsonb)`.execute(tx)
        const { rows } = await sql<{ id: string; payload: { id: string } }>`
          select id, kind, name, rooms, payload, trace from outbox where trace->>'requestId' = ${trace.requestId}
            and payload->>'at' = parley.iso(now()) order by position`.execute(tx)
        throw Object.assign(new Error('undo'), { rows })
      })
      .catch((error: { rows: { id: string; payload: { id: string } }[] }) => error.rows)
    expect(written).toHaveLength(2)
    const [theirs, ours] = written.map((row) => {
      expect(row.payload.id).toBe(row.id)
      return { ...row, id: '—', payload: { ...row.payload, id: '—' } }
    })
    expect(ours).toEqual(theirs)
  })
})

describe('channels.create_connected', () => {
  const integrations = signedIn('integrations')
  const connect = async (
    id: string,
    name: string,
    { userId } = bob as Caller,
    isPrivate = false,
    more: object = {},
  ) => {
    const channel = { name, suffix: 'slack', display_name: 'From there', topic: null, is_private: isPrivate, ...more }
    const { rows } = await sql<{ outcome: string; name: string | null }>`
      select * from channels.create_connected(${workspaceId}, ${id}, ${JSON.stringify(channel)}, ${userId}, ${traced})`.execute(
      integrations,
    )
    return rows[0]
  }

  it('makes a channel under the id that it is given, once, also when it is asked twice at once', async () => {
    const id = randomUUID()
    const name = newName()
    const [first, second] = await Promise.all([connect(id, name), connect(id, name)])
    expect([first?.outcome, second?.outcome].toSorted()).toEqual(['created', 'exists'])
    expect([first?.name, second?.name]).toEqual([name, name])
    expect(await channelsOf(bob)).toContain(id)
    expect(await channelsOf(cyd)).not.toContain(id)
  })

  it('puts the platform’s name behind one that is taken, within the length that names have', async () => {
    const long = `${newName()}-${'x'.repeat(80)}`.slice(0, 80)
    expect((await connect(randomUUID(), long))?.name).toBe(long)
    expect((await connect(randomUUID(), long))?.name).toBe(`${long.slice(0, 74)}-slack`)
    expect((await connect(randomUUID(), long))?.name).toBe(`${long.slice(0, 72)}-slack-2`)
  })

  it('has the members that it is given, as far as they are in the workspace and no guests', async () => {
    const id = randomUUID()
    const given = [ada, bob, gus, eve].map(({ userId: user_id }) => ({ user_id, role: 'admin' }))
    const members = [...given, { user_id: cyd.userId, role: 'member' }]
    expect((await connect(id, newName(), bob, true, { members }))?.outcome).toBe('created')
    const { rows } = await sql<{ user_id: string; channel_role: string }>`
      select user_id, channel_role from channels.access
      where workspace_id = ${workspaceId} and channel_id = ${id} and is_member`.execute(integrations)
    const roles = Object.fromEntries(rows.map(({ user_id: userId, channel_role: role }) => [userId, role]))
    expect(roles).toEqual({ [ada.userId]: 'admin', [bob.userId]: 'admin', [cyd.userId]: 'member' })
  })

  it('makes none for a guest, nor for somebody of another workspace', async () => {
    const id = randomUUID()
    expect((await connect(id, newName(), gus))?.outcome).toBe('no_person')
    expect((await connect(id, newName(), eve))?.outcome).toBe('no_person')
    expect((await connect(id, newName(), bob, true))?.outcome).toBe('created')
    expect(await channelsOf(ada)).not.toContain(id)
  })
})
