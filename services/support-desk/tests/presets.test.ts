import { randomUUID } from 'node:crypto'
import {
  createCannedReply,
  deleteCannedReply,
  listCannedReplies,
  updateCannedReply,
} from '@parley/contracts/desk/canned-replies'
import { presetLimits } from '@parley/contracts/desk/presets'
import { encodeId } from '@parley/contracts/type-id'
import { tally } from '@parley/testing/answer'
import { seedWorkspace } from '@parley/testing/fixtures'
import { bootService } from '@parley/testing/service'
import { describe, expect, it } from 'vitest'

const desk = await bootService('support-desk')
const { database } = desk
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const missing = { status: 404, body: { statusCode: 404, statusMessage: 'No such canned reply.', data: null } }

/** Agents of a workspace: its owner, an admin, and two guests. */
async function newAgents() {
  const seeded = await seedWorkspace(database, { ada: 'owner', amy: 'admin', bob: 'guest', cem: 'guest' })
  const { ada, amy, bob, cem } = seeded
  const [owner, admin, guest, other] = [ada, amy, bob, cem].map((caller) => desk.callAs({ ...caller, isAgent: true }))
  return { workspaceId: ada.workspaceId, bob, owner: owner!, admin: admin!, guest: guest!, other: other! }
}

describe('canned replies', () => {
  it('are created, listed by name, changed and deleted', async () => {
    const { guest } = await newAgents()
    const content = 'Hello {{ visitor.firstName | there }},\n{{agent.name}} here.'
    const hello = await guest.call(createCannedReply, { name: ' hello ', content })
    expect(hello).toEqual({
      id: expect.stringMatching(/^rpl_/),
      name: 'hello',
      isShared: false,
      content,
      createdAt: time,
      updatedAt: time,
    })
    const bye = await guest.call(createCannedReply, { name: 'bye', content: 'Good bye' })
    expect(await guest.call(listCannedReplies)).toEqual({ cannedReplies: [bye, hello] })
    const renamed = await guest.call(updateCannedReply, { id: hello.id, name: 'Hello' })
    expect(renamed).toEqual({ ...hello, name: 'Hello', updatedAt: time })
    expect(await guest.call(updateCannedReply, { id: hello.id, content: 'Hi' })).toMatchObject({
      name: 'Hello',
      content: 'Hi',
    })
    expect(await guest.call(deleteCannedReply, { id: hello.id })).toEqual({ success: true })
    expect(await guest.call(listCannedReplies)).toEqual({ cannedReplies: [bye] })
  })

  it('of one’s own nobody else sees; those that are shared all see, and owners and admins manage', async () => {
    const { owner, admin, guest, other } = await newAgents()
    const own = await guest.call(createCannedReply, { name: 'own', content: 'Mine' })
    const shared = await owner.call(createCannedReply, { name: 'shared', content: 'Ours', isShared: true })
    expect((await guest.call(listCannedReplies)).cannedReplies).toEqual([own, shared])
    for (const each of [owner, other]) {
      expect((await each.call(listCannedReplies)).cannedReplies).toEqual([shared])
      expect(await each.answer(updateCannedReply, { id: own.id, content: 'Yours' })).toMatchObject(missing)
      expect(await each.answer(deleteCannedReply, { id: own.id })).toMatchObject(missing)
    }
    const forbidden = { status: 403, body: { statusCode: 403, data: null } }
    for (const answer of await Promise.all([
      guest.answer(createCannedReply, { name: 'mine', content: 'Mine', isShared: true }),
      guest.answer(updateCannedReply, { id: shared.id, content: 'Mine' }),
      guest.answer(updateCannedReply, { id: shared.id, isShared: false }),
      guest.answer(updateCannedReply, { id: own.id, isShared: true }),
      guest.answer(deleteCannedReply, { id: shared.id }),
    ]))
      expect(answer).toMatchObject(forbidden)
    expect((await guest.call(listCannedReplies)).cannedReplies).toEqual([own, shared])
    expect(await admin.call(updateCannedReply, { id: shared.id, isShared: false })).toMatchObject({ isShared: false })
    expect((await owner.call(listCannedReplies)).cannedReplies).toEqual([])
    expect(await admin.call(updateCannedReply, { id: shared.id, isShared: true })).toMatchObject({ content: 'Ours' })
    expect((await other.call(listCannedReplies)).cannedReplies).toMatchObject([{ id: shared.id }])
  })

  it('have a name of their own among what is shared, and among what is one’s own', async () => {
    const { owner, admin, guest, other } = await newAgents()
    const given = { name: 'hello', content: 'Hello' }
    const shared = { ...given, isShared: true }
    const made = await Promise.all([
      guest.answer(createCannedReply, given),
      guest.answer(createCannedReply, { ...given, name: 'HELLO' }),
      other.answer(createCannedReply, given),
      owner.answer(createCannedReply, shared),
      admin.answer(createCannedReply, shared),
    ])
    expect(tally(made)).toEqual({ 200: 3, 409: 2 })
    const own = await admin.call(createCannedReply, given)
    expect(await admin.answer(updateCannedReply, { id: own.id, isShared: true })).toMatchObject({
      status: 409,
      body: { statusMessage: 'Another canned reply has this name.' },
    })
    expect((await admin.answer(updateCannedReply, { id: own.id, name: 'Hello' })).status).toBe(200)
  })

  it(`are at most ${presetLimits.own} of one’s own, also when one is shared no longer`, async () => {
    const { workspaceId, bob, guest, other, owner } = await newAgents()
    const fill = (userId: string | null, count: number) =>
      database.query(
        `insert into support_desk.presets (workspace_id, kind, user_id, name, content)
         select $1, 'reply', $2, n::text, '{"content": "x"}' from generate_series(1, $3::int) n`,
        [workspaceId, userId, count],
      )
    await fill(bob.userId, presetLimits.own - 1)
    await fill(null, presetLimits.shared - 1)
    const add = (name: string) => guest.answer(createCannedReply, { name, content: 'x' })
    expect(tally(await Promise.all(['a', 'b', 'c'].map(add)))).toEqual({ 200: 1, 409: 2 })
    const share = (name: string) => owner.answer(createCannedReply, { name, content: 'x', isShared: true })
    expect(tally(await Promise.all(['a', 'b', 'c'].map(share)))).toEqual({ 200: 1, 409: 2 })
    const own = await owner.call(createCannedReply, { name: 'own', content: 'x' })
    expect((await owner.answer(updateCannedReply, { id: own.id, isShared: true })).status).toBe(409)
    expect((await other.answer(createCannedReply, { name: 'a', content: 'x' })).status).toBe(200)
  })

  it('of another workspace answer as those that are not there', async () => {
    const [mine, theirs] = [await newAgents(), await newAgents()]
    const { id } = await theirs.owner.call(createCannedReply, { name: 'theirs', content: 'x', isShared: true })
    for (const each of [id, encodeId('rpl', randomUUID())]) {
      expect(await mine.owner.answer(updateCannedReply, { id: each, name: 'mine' })).toMatchObject(missing)
      expect(await mine.owner.answer(deleteCannedReply, { id: each })).toMatchObject(missing)
    }
    expect((await mine.owner.call(listCannedReplies)).cannedReplies).toEqual([])
  })

  const someone = newAgents()
  it.each([
    [{ name: '' }, 'name'],
    [{ content: '' }, 'content'],
    [{ content: '\u200b' }, 'content'],
    [{ content: 'x'.repeat(4_001) }, 'content'],
    [{ content: 'Hello {{visitor.nmae}}' }, 'content'],
    [{ content: 'Hello {{ }}' }, 'content'],
    [{ isShared: 'yes' }, 'isShared'],
  ])('refuse %j', async (input, path) => {
    const { guest } = await someone
    const { status, body } = await guest.answer(createCannedReply, { name: 'a', content: 'x', ...input } as never)
    expect({ status, body }).toMatchObject({ status: 400, body: { data: [{ path }] } })
  })
})
