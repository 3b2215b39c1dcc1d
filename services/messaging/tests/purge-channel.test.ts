import { channelDeleted } from '@parley/contracts/channels/events'
import { editMessage, toggleReaction } from '@parley/contracts/messages/changes'
import { putDraft } from '@parley/contracts/messages/drafts'
import { purgeChannel } from '@parley/contracts/messages/jobs'
import { postMessage } from '@parley/contracts/messages/messages'
import { pinMessage } from '@parley/contracts/messages/pins'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { deleteChannelRow } from '@parley/testing/rows/channels'
import { type Kysely, sql } from 'kysely'
import { describe, expect, it, vi } from 'vitest'
import { isReadable, purgeSome } from '../src/store/purge.ts'
import { file, objectsOf, upload } from './files-scene.ts'
import { setScene } from './scene.ts'

const scene = await setScene()
const { acme, database, as, answerTo } = scene
const { ada, bob, cyd } = acme
const db: Kysely<unknown> = createDatabase('messaging', {
  url: database.urlOf('messaging'),
  poolSize: 2,
  log: createLog('purge', { LOG_LEVEL: 'silent' }),
})
closeAfterwards({ close: () => db.destroy() })

const tables = [
  'messages',
  'reactions',
  'mentions',
  'thread_people',
  'reads',
  'files',
  'drafts',
  'search_documents',
  'channel_heads',
]
/** How many rows each table has of a channel, where it has any. */
async function left(channel: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const [row] = await database.query<{ count: number }>(
      `select count(*) from messaging.${table} where ${table === 'files' ? 'place_id' : 'channel_id'} = $1`,
      [channel],
    )
    if (row!.count > 0) counts[table] = row!.count
  }
  return counts
}

/** A channel with something of everything. */
async function lived({ messages = 0 } = {}) {
  const channel = await scene.channel({}, [bob, cyd])
  if (messages > 0) await scene.fill(channel, { count: messages, roots: 3 })
  const [attachment, unsent] = await upload(scene, bob, channel, file('sent.txt'), file('unsent.txt'))
  const root = await scene.post(bob, channel, 'for @ada and @channel', { attachments: [{ id: attachment!.id }] })
  const reply = await scene.reply(cyd, root, 'ask @bob')
  await as(cyd).call(editMessage, { id: reply.id, content: 'ask @ada' })
  await as(ada).call(pinMessage, { id: root.id })
  for (const who of [ada, bob]) await as(who).call(toggleReaction, { id: root.id, emoji: 'fire' })
  await scene.delete(await scene.post(ada, channel))
  await as(bob).call(putDraft, { channelId: channel, content: 'unfinished', attachments: [{ id: unsent!.id }] })
  await scene.indexed()
  expect(Object.keys(await left(channel)).sort()).toEqual([...tables].sort())
  return { channel, root }
}

const inAcme = (channelId: string) => ({ workspaceId: acme.workspaceId, channelId })
async function purgeWhole(channel: string): Promise<void> {
  while (await purgeSome(db, inAcme(channel)));
}
const remove = (channel: string) => deleteChannelRow(database, channel)
const publishDeletion = (channel: string) =>
  database.query(
    `insert into messaging.outbox (id, kind, name, payload, trace)
     select made.id, 'event', 'channel.deleted', jsonb_build_object('id', made.id, 'type', 'channel.deleted',
       'workspace_id', $2::text, 'channel_id', $1::text, 'seq', null, 'rev', null, 'at', parley.iso(now()),
       'data', jsonb_build_object('id', $1::text, 'workspace_id', $2::text)), '{"requestId": "test", "traceparent": ""}'
     from (select uuidv7() as id) made`,
    [channel, acme.workspaceId],
  )

describe(purgeChannel.name, () => {
  it(`is started by ${channelDeleted.type} and leaves nothing of the channel, nor anything of another amiss`, async () => {
    const [{ channel }, kept] = [await lived(), await lived()]
    const before = await left(kept.channel)
    await remove(channel)
    await publishDeletion(channel)
    await vi.waitFor(async () => expect(Object.keys(await left(channel)).length).toBe(0), 30_000)
    expect(await left(kept.channel)).toEqual(before)
    await vi.waitFor(async () => expect((await objectsOf(scene, acme.workspaceId)).length).toBe(2), 30_000)
  })

  it('ends with nothing left though it is broken off after any step and runs twice at once', async () => {
    const { channel } = await lived({ messages: 1_200 })
    await remove(channel)
    for (let steps = 1; Object.keys(await left(channel)).length > 0; steps++) {
      // What a process that dies leaves undone: one of the two is broken off in the middle of its step.
      await Promise.allSettled([
        db.transaction().execute(async (tx) => {
          await sql`delete from messages where id in (select id from messages where channel_id = ${channel} limit 200)`.execute(
            tx,
          )
          throw new Error('killed')
        }),
        purgeSome(db, inAcme(channel)),
        purgeSome(db, inAcme(channel)),
      ])
      expect(steps).toBeLessThan(30)
    }
    expect(await purgeSome(db, inAcme(channel))).toBe(false)
  })

  it('removes the head last, so that its absence means that nothing is left', async () => {
    const { channel } = await lived()
    await remove(channel)
    for (;;) {
      const { channel_heads: heads, ...others } = await left(channel)
      if (Object.keys(others).length > 0) expect(heads).toBe(1)
      else break
      await purgeSome(db, inAcme(channel))
    }
    await purgeSome(db, inAcme(channel))
    expect(await left(channel)).toEqual({})
  })

  it('deletes the kept answers that show the channel, and no others', async () => {
    const [gone, kept] = [await scene.channel(), await scene.channel()]
    for (const channel of [gone, kept])
      await as(ada).call(postMessage, { channel_id: channel, content: 'once' }, { idempotencyKey: `once-${channel}` })
    const keys = async () =>
      (await database.query<{ key: string }>('select key from messaging.idempotency_keys')).map(({ key }) => key)
    expect(await keys()).toEqual(expect.arrayContaining([`once-${gone}`, `once-${kept}`]))
    await remove(gone)
    await purgeWhole(gone)
    expect(await keys()).toEqual([`once-${kept}`])
  })

  it('leaves no draft that is being put while the channel is deleted and purged', async () => {
    const channel = await scene.channel()
    const release = await scene.putDraftUncommitted(ada, channel)
    const putting = answerTo(ada, putDraft, { channelId: channel, content: 'late' })
    await untilSomeoneWaits(database)
    await remove(channel)
    const purging = purgeWhole(channel)
    await Promise.race([purging, untilSomeoneWaits(database, 2)])
    await release()
    expect(await putting).toMatchObject({ status: 200 })
    await purging
    expect(await left(channel)).toEqual({})
    expect(await answerTo(ada, putDraft, { channelId: channel, content: 'later' })).toMatchObject({ status: 404 })
  })

  it('touches nothing of a channel that is there', async () => {
    const { channel } = await lived()
    const before = await left(channel)
    expect(await isReadable(db, inAcme(channel))).toBe(true)
    await publishDeletion(channel)
    await vi.waitUntil(async () => {
      const metrics = await (await fetch(`${scene.messaging.url}/metrics`)).text()
      return /job="purge-channel",outcome="failed"/.test(metrics)
    }, 30_000)
    expect(await left(channel)).toEqual(before)
  })
})

describe('messaging.lock_channel_head', () => {
  it('has every post either commit before the channel goes, or find it gone', async () => {
    for (const isNew of [false, true]) {
      const channel = await scene.channel({}, [bob])
      if (!isNew) await scene.post(ada, channel)
      const { promise: released, resolve: release } = Promise.withResolvers<void>()
      const { promise: locked, resolve: hasLocked } = Promise.withResolvers<void>()
      const deleting = db.transaction().execute(async (tx) => {
        await sql`select lock_channel_head(${acme.workspaceId}, ${channel})`.execute(tx)
        hasLocked()
        await released
      })
      await locked
      const posting = answerTo(bob, postMessage, { channel_id: channel, content: 'late' })
      await untilSomeoneWaits(database)
      await remove(channel)
      release()
      await deleting
      expect(await posting).toMatchObject({ status: 404 })
      expect((await left(channel)).messages ?? 0).toBe(isNew ? 0 : 1)
    }
  })
})
