import { deleteDraft, putDraft } from '@parley/contracts/messages/drafts'
import { postMessage } from '@parley/contracts/messages/messages'
import {
  deleteScheduledMessage,
  getScheduledMessage,
  updateScheduledMessage,
} from '@parley/contracts/messages/scheduled'
import { ScheduledMessage } from '@parley/contracts/messages/scheduled-message'
import { deleteAbandoned } from '@parley/files/store/deletions'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { describe, expect, it, vi } from 'vitest'
import { file, get, upload } from './files-scene.ts'
import { setScene } from './scene.ts'

const scene = await setScene()
const { acme, database, as } = scene
const { ada } = acme
const log = createLog('scheduled-files', { LOG_LEVEL: 'silent' })
const db = createDatabase<unknown>('messaging', { url: database.urlOf('messaging'), poolSize: 1, log })
closeAfterwards({ close: () => db.destroy() })

async function schedule(who: Caller, channel_id: string, ids: string[], content = '') {
  const send_at = new Date(Date.now() + 86_400_000).toISOString()
  const attachments = ids.map((id) => ({ id }))
  const { status, body } = await as(who).answer(postMessage, { channel_id, content, attachments, send_at })
  expect({ status, body }).toMatchObject({ status: 202 })
  return ScheduledMessage.parse((body as { data: unknown }).data)
}
/** Two days later, as far as collecting uploads goes. */
const age = () => database.query(`update messaging.files set created_at = created_at - interval '2 days'`)
const idsLeft = async (channel: string) =>
  (await database.query<{ id: string }>('select id from messaging.files where place_id = $1', [channel])).map(
    ({ id }) => id,
  )
async function outcome({ id }: { id: string }) {
  await database.query('update messaging.scheduled_messages set send_at = now() where id = $1', [id])
  return vi.waitUntil(async () => {
    const { data } = await as(ada).call(getScheduledMessage, { id })
    return data.status === 'pending' ? undefined : data
  }, 30_000)
}

describe('a scheduled message’s files', () => {
  it('are shown to its author, outlive their day, and come with the message', async () => {
    const channel = await scene.channel()
    const [plan, idle] = await upload(scene, ada, channel, file('plan.txt'), file('idle.txt'))
    const scheduled = await schedule(ada, channel, [plan!.id])
    expect(scheduled).toMatchObject({ content: '', attachments: [{ id: plan!.id, name: 'plan.txt' }] })
    expect((await get(scene, scheduled.attachments![0]!.url)).status).toBe(200)
    await age()
    await deleteAbandoned(db, 24)
    expect(await idsLeft(channel)).toEqual([plan!.id])
    expect(idle).toBeDefined()
    const sent = await outcome(scheduled)
    expect(sent).toMatchObject({ status: 'sent', attachments: null })
    const [message] = await scene.list(ada, { channel_id: channel })
    expect(message).toMatchObject({ id: sent.message_id, content: '', attachments: [{ id: plan!.id }] })
  })

  it('are collected once it was removed, or changed to go without them', async () => {
    const channel = await scene.channel()
    const [one, two, three] = await upload(scene, ada, channel, file('1'), file('2'), file('3'))
    const removed = await schedule(ada, channel, [one!.id])
    const changed = await schedule(ada, channel, [two!.id, three!.id])
    await as(ada).call(deleteScheduledMessage, { id: removed.id })
    const change = { id: changed.id, attachments: [{ id: three!.id }] }
    expect((await as(ada).call(updateScheduledMessage, change)).data.attachments).toMatchObject([{ id: three!.id }])
    await age()
    await deleteAbandoned(db, 24)
    expect(await idsLeft(channel)).toEqual([three!.id])
  })

  it('stay reserved while a draft or another scheduled message has them too', async () => {
    const channel = await scene.channel()
    const [shared] = await upload(scene, ada, channel, file('shared'))
    const attachments = [{ id: shared!.id }]
    const [one, two] = [await schedule(ada, channel, [shared!.id]), await schedule(ada, channel, [shared!.id])]
    await as(ada).call(putDraft, { channelId: channel, content: '', attachments })
    await age()
    const steps = [
      () => as(ada).call(deleteScheduledMessage, { id: one.id }),
      () => as(ada).call(putDraft, { channelId: channel, content: 'without', attachments: null }),
      () => as(ada).call(putDraft, { channelId: channel, content: '', attachments }),
      () => as(ada).call(updateScheduledMessage, { id: two.id, content: 'without', attachments: null }),
    ]
    for (const step of steps) {
      await step()
      await deleteAbandoned(db, 24)
      expect(await idsLeft(channel)).toEqual([shared!.id])
    }
    await as(ada).call(deleteDraft, { channelId: channel })
    await deleteAbandoned(db, 24)
    expect(await idsLeft(channel)).toEqual([])
  })

  it('that another message has taken meanwhile fail it', async () => {
    const channel = await scene.channel()
    const [plan] = await upload(scene, ada, channel, file('plan.txt'))
    const scheduled = await schedule(ada, channel, [plan!.id], 'see above')
    await scene.post(ada, channel, 'taken', { attachments: [{ id: plan!.id }] })
    expect(await outcome(scheduled)).toMatchObject({ status: 'failed', failure_reason: 'attachment_not_found' })
    expect(await scene.list(ada, { channel_id: channel })).toMatchObject([{ content: 'taken' }])
  })
})
