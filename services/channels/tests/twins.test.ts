import { randomUUID } from 'node:crypto'
import { createChannel, leaveChannel } from '@parley/contracts/channels/channels'
import { twinAssigned, twinRemoved } from '@parley/contracts/channels/events'
import { deleteChannel } from '@parley/contracts/channels/managing'
import { assignTwin, listChannelTwins, removeTwin } from '@parley/contracts/channels/twins'
import { title } from '@parley/contracts/endpoint'
import { encodeId } from '@parley/contracts/type-id'
import type { Caller } from '@parley/kit/assertion'
import { tally } from '@parley/testing/answer'
import { newMember } from '@parley/testing/fixtures'
import { assignTwinTo } from '@parley/testing/rows/channels'
import { createTwin } from '@parley/testing/rows/chat-engine'
import { throughGateway } from '@parley/testing/shown-avatar'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { setScene, signedIn, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, database } = scene
const { ada, bob, cyd, gus, workspaceId } = acme

const chatEngine = signedIn(scene, 'chat-engine')

const newTwin = (name = 'Research Assistant', workspace = workspaceId) =>
  createTwin(database, { workspaceId: workspace }, { name, avatarUrl: 'https://a.test/twin.png' })
type Mode = 'active' | 'passive' | 'on-demand'
const assign = (caller: Caller, id: string, ai_twin_id: string, participation_mode?: Mode) =>
  scene.answerTo(caller, assignTwin, { id, ai_twin_id, participation_mode })
const remove = (caller: Caller, id: string, twinId: string) => scene.answerTo(caller, removeTwin, { id, twinId })
const list = (caller: Caller, id: string) => scene.answerTo(caller, listChannelTwins, { id })
const twinsOf = async (id: string) => (await channels.callAs(ada).call(listChannelTwins, { id })).twins

/** What the jobs of later services would be started by: the events wait for nobody, in no room. */
async function outboxOf(id: string): Promise<{ name: string; rooms: string[]; data: unknown }[]> {
  const rows = await database.query<{ name: string; rooms: string[]; data: unknown }>(
    `select name, rooms, payload->'data' as data from published where payload->>'channel_id' = $1 order by position`,
    [id],
  )
  return rows
}
// Rows leave the outbox as soon as they are published: a trigger keeps what was in it.
await database.query(`
  create table published as select * from channels.outbox with no data;
  create function keep() returns trigger language plpgsql security definer as
    $$ begin insert into public.published select new.*; return new; end $$;
  create trigger keep after insert on channels.outbox for each row execute function keep()`)

describe(title(assignTwin), () => {
  it('answers the assignment as documented, on-demand unless asked otherwise, and lists it', async () => {
    const id = await scene.channel()
    const [first, second] = [await newTwin(), await newTwin('Other')]
    const twin = {
      ai_twin_id: first,
      channel_id: id,
      participation_mode: 'on-demand',
      assigned_at: expect.stringMatching(/Z$/),
    }
    expect(await assign(ada, id, first)).toEqual({ status: 201, body: { success: true, twin } })
    expect(await assign(ada, id, encodeId('twin', second), 'active')).toMatchObject({
      status: 201,
      body: { twin: { ai_twin_id: second, participation_mode: 'active' } },
    })
    expect(await list(bob, id)).toEqual({
      status: 200,
      body: {
        success: true,
        twins: [
          {
            id: first,
            name: 'Research Assistant',
            avatar_url: throughGateway('https://a.test/twin.png'),
            participation_mode: 'on-demand',
            assigned_at: twin.assigned_at,
          },
          expect.objectContaining({ id: second, name: 'Other', participation_mode: 'active' }),
        ],
      },
    })
  })

  it('changes the mode of one that is assigned, keeps since when, and publishes once for each change', async () => {
    const id = await scene.channel()
    const twin = await newTwin()
    const first = await assign(ada, id, twin)
    const again = await assign(ada, id, twin, 'passive')
    expect(again).toEqual({
      status: 201,
      body: {
        success: true,
        twin: { ...(first.body as { twin: object }).twin, participation_mode: 'passive' },
      },
    })
    expect(await assign(ada, id, twin, 'passive')).toEqual(again)
    expect((await remove(ada, id, twin)).status).toBe(200)
    const about = { channel_id: id, ai_twin_id: twin }
    const events = (await outboxOf(id)).filter(({ name }) => name.startsWith('internal.'))
    expect(events).toEqual([
      { name: twinAssigned.type, rooms: [], data: { ...about, participation_mode: 'on-demand' } },
      { name: twinAssigned.type, rooms: [], data: { ...about, participation_mode: 'passive' } },
      { name: twinRemoved.type, rooms: [], data: about },
    ])
    for (const { data } of events.slice(0, 2)) expect(twinAssigned.data.safeParse(data).error).toBeUndefined()
  })

  it('answers a foreign twin exactly as one that does not exist', async () => {
    const id = await scene.channel()
    const missing = await assign(ada, id, unknownId)
    expect(missing).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } })
    expect(await assign(ada, id, await newTwin('Theirs', eve.workspaceId))).toEqual(missing)
    expect(await twinsOf(id)).toEqual([])
  })

  it('takes a channel admin, the creator, or the workspace’s owner and admins, and no guest', async () => {
    const boss = await newMember(scene.database, workspaceId, 'boss', 'admin')
    const id = await scene.channel({ member_ids: [cyd.userId, gus.userId, ada.userId] }, bob)
    const twin = await newTwin()
    for (const caller of [bob, ada, boss]) expect((await assign(caller, id, twin)).status).toBe(201)
    for (const caller of [cyd, gus]) {
      expect((await assign(caller, id, twin)).status).toBe(403)
      expect((await remove(caller, id, twin)).status).toBe(403)
    }
    await database.query(`update channels.members set role = 'admin' where channel_id = $1 and user_id = any($2)`, [
      id,
      [cyd.userId, gus.userId],
    ])
    expect((await assign(cyd, id, twin)).status).toBe(201)
    expect((await assign(gus, id, twin)).status).toBe(403)
  })

  it('is hidden from whoever cannot see the channel, for listing and for removing', async () => {
    const hidden = await scene.channel({ is_private: true, member_ids: [cyd.userId] }, bob)
    const twin = await newTwin()
    await assign(bob, hidden, twin)
    const missing = await assign(ada, unknownId, twin)
    expect(missing.status).toBe(404)
    for (const caller of [ada, eve, gus]) {
      expect(await assign(caller, hidden, twin)).toEqual(missing)
      expect(await remove(caller, hidden, twin)).toEqual(missing)
      expect(await list(caller, hidden)).toEqual(missing)
    }
    expect((await list(cyd, hidden)).status).toBe(200)
    await channels.callAs(cyd).call(leaveChannel, { id: hidden })
    expect(await list(cyd, hidden)).toEqual(missing)
  })

  it('lets any participant of a direct message who is no guest bring one', async () => {
    const { channel: dm } = await channels.callAs(ada).call(createChannel, {
      workspace_id: workspaceId,
      channel_type: 'dm',
      member_ids: [bob.userId, gus.userId],
    })
    const twin = await newTwin()
    expect((await assign(bob, dm.id, twin)).status).toBe(201)
    expect((await assign(gus, dm.id, twin)).status).toBe(403)
    expect((await assign(cyd, dm.id, twin)).status).toBe(404)
  })

  it('changes nothing in an archived channel, which can still be listed', async () => {
    const id = await scene.channel()
    const twin = await newTwin()
    await assign(ada, id, twin)
    await scene.archive(id)
    expect((await assign(ada, id, twin, 'active')).status).toBe(409)
    expect((await remove(ada, id, twin)).status).toBe(409)
    expect(await twinsOf(id)).toMatchObject([{ id: twin, participation_mode: 'on-demand' }])
  })

  it('takes 50 twins and no more, though ten come at once', async () => {
    const id = await scene.channel()
    const twins = await Promise.all(Array.from({ length: 55 }, () => newTwin()))
    const more = twins.splice(45)
    for (const twin of twins) await assignTwinTo(database, id, twin, ada)
    expect(tally(await Promise.all(more.map((twin) => assign(ada, id, twin))))).toEqual({ 201: 5, 409: 5 })
    const [one] = await twinsOf(id)
    expect((await assign(ada, id, one!.id, 'active')).status).toBe(201)
  })

  it('refuses other modes and what is no id', async () => {
    const id = await scene.channel()
    const ai_twin_id = await newTwin()
    const call = (body: unknown) => channels.callAs(ada).request('post', `/api/v2/channels/${id}/twins`, { body })
    for (const [body, path] of [
      [{}, 'ai_twin_id'],
      [{ ai_twin_id: 'twin' }, 'ai_twin_id'],
      [{ ai_twin_id: encodeId('usr', ai_twin_id) }, 'ai_twin_id'],
      [{ ai_twin_id, participation_mode: 'loud' }, 'participation_mode'],
      [{ ai_twin_id, participation_mode: null }, 'participation_mode'],
    ] as const)
      expect(await call(body)).toMatchObject({ status: 400, body: { error: { details: [{ path }] } } })
  })

  it('replays under an Idempotency-Key', async () => {
    const id = await scene.channel()
    const [one, two] = [await newTwin(), await newTwin()]
    const idempotencyKey = randomUUID()
    const call = (ai_twin_id: string) => channels.callAs(ada).answer(assignTwin, { id, ai_twin_id }, { idempotencyKey })
    const first = await call(one)
    expect((await call(one)).body).toEqual(first.body)
    expect((await call(two)).status).toBe(422)
  })
})

describe(title(removeTwin), () => {
  it('answers success alone, and 404 to a twin that is not in the channel', async () => {
    const [id, other] = [await scene.channel(), await scene.channel()]
    const twin = await newTwin()
    await assign(ada, id, twin)
    expect((await remove(ada, other, twin)).status).toBe(404)
    expect(await remove(ada, id, twin)).toEqual({ status: 200, body: { success: true } })
    const gone = await remove(ada, id, twin)
    expect(gone.status).toBe(404)
    expect(await remove(ada, id, unknownId)).toEqual(gone)
    expect(await twinsOf(id)).toEqual([])
  })
})

describe('channels.twins', () => {
  it('shows other services who takes part, and nobody whose twin or channel is gone', async () => {
    const messaging = signedIn(scene, 'messaging')
    const id = await scene.channel()
    const [one, two] = [await newTwin('One'), await newTwin('Two')]
    for (const twin of [one, two]) await assign(ada, id, twin, 'active')
    const seen = async () =>
      (
        await sql`select ai_twin_id, workspace_id, name, avatar_url, participation_mode from channels.twins
          where channel_id = ${id} order by name`.execute(messaging)
      ).rows
    const row = (ai_twin_id: string, name: string) => ({
      ai_twin_id,
      workspace_id: workspaceId,
      name,
      avatar_url: 'https://a.test/twin.png',
      participation_mode: 'active',
    })
    expect(await seen()).toEqual([row(one, 'One'), row(two, 'Two')])
    await sql`delete from twins where id = ${two}`.execute(chatEngine)
    expect(await seen()).toEqual([row(one, 'One')])
    await channels.callAs(ada).call(deleteChannel, { id })
    expect(await seen()).toEqual([])
  })
})
