import { randomUUID } from 'node:crypto'
import { createChannel, leaveChannel, listChannels, removeChannelMember } from '@parley/contracts/channels/channels'
import { deleteChannel, inviteToChannel, updateChannel } from '@parley/contracts/channels/managing'
import { title } from '@parley/contracts/endpoint'
import { acceptInvite } from '@parley/contracts/identity/auth'
import {
  inviteWorkspaceMember,
  listWorkspaceMembers,
  removeWorkspaceMember,
  updateWorkspaceMember,
} from '@parley/contracts/identity/workspaces'
import { tally } from '@parley/testing/answer'
import { colleague, type Person, password, people, proveAddress } from '@parley/testing/people'
import { removeMemberSilently } from '@parley/testing/rows/channels'
import { describe, expect, it, vi } from 'vitest'
import { queued, setScene, tokenIn } from './scene.ts'

const scene = await setScene()
const anyone = scene.client()
const { ada, bob, gus, eve } = await people(scene)

const newChannel = async (by: Person, input: { is_private?: boolean; member_ids?: string[]; name?: string } = {}) =>
  (
    await by.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: `c-${randomUUID()}`,
      channel_type: 'text',
      ...input,
    })
  ).channel.id
const invite = (by: Person, id: string, email: string) => by.client.answer(inviteToChannel, { id, email })
const outside = () => `${randomUUID()}@elsewhere.test`
const accept = (token: string, secret = password) => anyone.answer(acceptInvite, { token, password: secret })
/** The role of the person who accepted, and the channels they are in. */
async function membershipOf(answer: Awaited<ReturnType<typeof accept>>) {
  const { token, workspace } = answer.body as { token: string; workspace: { role: string; uuid: string } }
  const { channels } = await scene.client(token).call(listChannels, { workspace_id: workspace.uuid, limit: 100 })
  return { role: workspace.role, channels: channels.filter(({ is_member }) => is_member).map(({ id }) => id) }
}
const generalId = async () =>
  (await ada.call(listChannels, { workspace_id: ada.workspaceId, limit: 100 })).channels.find(
    ({ name }) => name === 'general',
  )!.id
const invitationsTo = (email: string) =>
  scene.database.query('select role, invited_by from gateway.invitations where email = $1', [email])

// Most of each test is waiting for mails.
describe.concurrent(title(inviteToChannel), () => {
  it('mails a link that names the channel and the workspace, and leads a guest into that channel alone', async () => {
    const name = `launch-${randomUUID().slice(0, 8)}`
    const id = await newChannel(bob, { is_private: true, name })
    const email = outside()
    expect((await invite(bob, id, email)).body).toEqual({ success: true, status: 'invited' })
    const [mail] = await scene.mailsTo(email)
    expect(mail!.subject).toBe(`bob invited you to #${name} in ada’s on Parley`)
    const token = tokenIn(mail!.text)
    expect(mail!.text).toContain(`/accept-invite?token=${token}\n`)
    const answer = await accept(token)
    expect(answer.status).toBe(201)
    expect(await membershipOf(answer)).toEqual({ role: 'guest', channels: [id] })
    expect((await accept(token)).status).toBe(400)
  })

  it('leads whom an owner invites into general too, and whose address is proven by their own password', async () => {
    await proveAddress(scene, eve.email)
    const id = await newChannel(ada)
    expect((await invite(ada, id, eve.email)).body).toEqual({ success: true, status: 'invited' })
    const token = await scene.tokenMailedTo(eve.email)
    expect((await accept(token, 'not her password')).status).toBe(401)
    const answer = await accept(token)
    const membership = await membershipOf(answer)
    expect(membership.role).toBe('member')
    expect(membership.channels.toSorted()).toEqual([id, await generalId()].toSorted())
    expect((await invite(ada, id, eve.email)).body).toMatchObject({ status: 'already_member' })
    await ada.call(removeWorkspaceMember, { id: ada.workspaceId, userId: eve.userId })
  })

  it('keeps the token out of the database and out of the queues once the mail is sent', async () => {
    const email = outside()
    await invite(bob, await newChannel(bob), email)
    const token = await scene.tokenMailedTo(email)
    const rows = await scene.database.query('select to_jsonb(i)::text as row from gateway.invitations i')
    expect(JSON.stringify(rows)).not.toContain(token)
    await vi.waitUntil(async () => !(await queued(scene)).includes(token), 30_000)
  })

  it('gathers channels in one invitation, entered together by the newest link', async () => {
    const [one, two] = [await newChannel(bob), await newChannel(bob, { is_private: true })]
    const email = outside()
    await invite(bob, one, email)
    const first = await scene.tokenMailedTo(email)
    await invite(bob, two, email)
    const second = await scene.tokenMailedTo(email, 2)
    expect((await accept(first)).status).toBe(400)
    const membership = await membershipOf(await accept(second))
    expect({ ...membership, channels: membership.channels.toSorted() }).toEqual({
      role: 'guest',
      channels: [one, two].toSorted(),
    })
  })

  it('adds the person once when the link is used ten times at once', async () => {
    const email = outside()
    await invite(bob, await newChannel(bob), email)
    const token = await scene.tokenMailedTo(email)
    expect(tally(await Promise.all(Array.from({ length: 10 }, () => accept(token))))).toMatchObject({ 201: 1 })
    const { data } = await ada.call(listWorkspaceMembers, { id: ada.workspaceId, limit: 100 })
    expect(data.filter((member) => member.email === email)).toHaveLength(1)
  })

  it('adds to the workspace and the remaining channels where one is deleted or archived by then', async () => {
    const [gone, shelved, open] = [await newChannel(bob), await newChannel(bob), await newChannel(bob)]
    const email = outside()
    for (const [index, id] of [gone, shelved, open].entries()) {
      await invite(bob, id, email)
      await scene.tokenMailedTo(email, index + 1)
    }
    await bob.call(deleteChannel, { id: gone })
    await bob.call(updateChannel, { id: shelved, is_archived: true })
    const answer = await accept(await scene.tokenMailedTo(email, 3))
    expect(await membershipOf(answer)).toEqual({ role: 'guest', channels: [open] })
  })
})

describe('gateway.invite_to_channel', () => {
  it('refuses guests and whoever is not in the workspace, whatever its caller has looked at before', async () => {
    const channelId = await newChannel(ada, { member_ids: [bob.userId, gus.userId] })
    const inviteBy = async ({ userId }: Person, email: string) => {
      const [row] = await scene.database.query<{ outcome: string }>(
        `select gateway.invite_to_channel($1, $2, $3, $4, '{}') as outcome`,
        [ada.workspaceId, channelId, email, userId],
      )
      return [row!.outcome, (await invitationsTo(email)).length]
    }
    expect(await inviteBy(gus, outside())).toEqual(['forbidden', 0])
    expect(await inviteBy(eve, outside())).toEqual(['forbidden', 0])
    expect(await inviteBy(bob, outside())).toEqual(['invited', 1])
  })
})

describe.concurrent('an invitation into a channel', () => {
  it('keeps its channels when the workspace’s admin invites the same address', async () => {
    const id = await newChannel(bob)
    const email = outside()
    await invite(bob, id, email)
    await scene.tokenMailedTo(email)
    await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email, role: 'member' })
    const membership = await membershipOf(await accept(await scene.tokenMailedTo(email, 2)))
    expect(membership.role).toBe('member')
    expect(membership.channels.toSorted()).toEqual([id, await generalId()].toSorted())
  })

  it('keeps the role that an admin has given, when a member invites into a channel afterwards', async () => {
    const id = await newChannel(bob)
    const email = outside()
    await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email, role: 'admin' })
    await scene.tokenMailedTo(email)
    await invite(bob, id, email)
    expect(await membershipOf(await accept(await scene.tokenMailedTo(email, 2)))).toMatchObject({ role: 'admin' })
  })

  it('is revoked when its sender leaves the workspace or becomes a guest', async () => {
    for (const lose of [
      (who: Person) => ada.answerTo(removeWorkspaceMember, { id: ada.workspaceId, userId: who.userId }),
      (who: Person) => ada.answerTo(updateWorkspaceMember, { id: ada.workspaceId, userId: who.userId, role: 'guest' }),
    ]) {
      const sender = await colleague(scene, ada, `sender-${randomUUID()}`)
      const email = outside()
      await invite(sender, await newChannel(sender), email)
      const token = await scene.tokenMailedTo(email)
      expect((await lose(sender)).status).toBe(200)
      expect((await accept(token)).status).toBe(400)
      expect(await invitationsTo(email)).toEqual([])
    }
  })

  it('stays with the channels that others want it to lead into', async () => {
    const sender = await colleague(scene, ada, `sender-${randomUUID()}`, { role: 'admin' })
    const [theirs, bobs] = [await newChannel(sender), await newChannel(bob)]
    const email = outside()
    await invite(sender, theirs, email)
    await scene.tokenMailedTo(email)
    await invite(bob, bobs, email)
    const token = await scene.tokenMailedTo(email, 2)
    await ada.call(removeWorkspaceMember, { id: ada.workspaceId, userId: sender.userId })
    expect(await invitationsTo(email)).toEqual([{ role: 'guest', invited_by: bob.userId }])
    expect(await membershipOf(await accept(token))).toEqual({ role: 'guest', channels: [bobs] })
  })

  it('makes a guest where its sender is no admin any more', async () => {
    const sender = await colleague(scene, ada, `sender-${randomUUID()}`, { role: 'admin' })
    const id = await newChannel(sender)
    const email = outside()
    await invite(sender, id, email)
    const token = await scene.tokenMailedTo(email)
    await ada.call(updateWorkspaceMember, { id: ada.workspaceId, userId: sender.userId, role: 'member' })
    expect(await membershipOf(await accept(token))).toEqual({ role: 'guest', channels: [id] })
  })

  it('leads into the workspace, and no more into channels that those who invited into them have lost', async () => {
    const [left, taken, kept] = [
      await newChannel(ada, { is_private: true, member_ids: [bob.userId] }),
      await newChannel(ada, { member_ids: [bob.userId] }),
      await newChannel(bob, { is_private: true }),
    ]
    const email = outside()
    for (const [index, id] of [left, taken, kept].entries()) {
      await invite(bob, id, email)
      await scene.tokenMailedTo(email, index + 1)
    }
    await bob.call(leaveChannel, { id: left })
    await ada.call(removeChannelMember, { id: taken, userId: bob.userId })
    expect(await membershipOf(await accept(await scene.tokenMailedTo(email, 3)))).toEqual({
      role: 'guest',
      channels: [kept],
    })
  })

  it('does not lead there again when an admin sends it once more', async () => {
    const [lost, kept] = [
      await newChannel(ada, { is_private: true, member_ids: [bob.userId] }),
      await newChannel(bob, { is_private: true }),
    ]
    const email = outside()
    await invite(bob, lost, email)
    await scene.tokenMailedTo(email)
    await invite(bob, kept, email)
    await scene.tokenMailedTo(email, 2)
    await ada.call(removeChannelMember, { id: lost, userId: bob.userId })
    await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email, role: 'guest' })
    const accepted = await membershipOf(await accept(await scene.tokenMailedTo(email, 3)))
    expect(accepted).toEqual({ role: 'guest', channels: [kept] })
  })

  it('is not mailed when its sender has lost the channel before the mail was made', async () => {
    const sender = await colleague(scene, ada, `sender-${randomUUID()}`)
    const id = await newChannel(sender, { member_ids: [bob.userId], is_private: true })
    const email = outside()
    // As if the job had waited: the rows are there, the sender is not in the channel any more.
    await scene.database.query(
      `with open as (
         insert into gateway.invitations (workspace_id, email, token_hash, role, agent, invited_by, expires_at)
         values ($1, $2::text, sha256(convert_to($2::text, 'UTF8')), 'guest', false, $3, now() + interval '7 days') returning *)
       insert into gateway.channel_invitations (workspace_id, email, channel_id, invited_by) select $1, $2::text, $4, $3 from open`,
      [ada.workspaceId, email, sender.userId, id],
    )
    await removeMemberSilently(scene.database, id, sender)
    const mail = (channelId: string, to: string) =>
      scene.database.query(
        `insert into gateway.outbox (kind, name, payload, trace) values ('job', 'mail-channel-invitation',
           jsonb_build_object('workspace_id', $1::uuid, 'channel_id', $2::uuid, 'email', $3::text),
           '{"requestId":"r","traceparent":"00-11111111111111111111111111111111-2222222222222222-01"}')`,
        [ada.workspaceId, channelId, to],
      )
    await mail(id, email)
    const marker = outside()
    await invite(bob, await newChannel(bob), marker)
    await scene.mailsTo(marker)
    const { body } = await scene.client().request('GET', '/dev/mail')
    expect((body as { to: string }[]).map(({ to }) => to)).not.toContain(email)
  })
})
