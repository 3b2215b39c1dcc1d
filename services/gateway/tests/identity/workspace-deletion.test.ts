import { listAuditLog } from '@parley/contracts/audit/audit-log'
import { type AnswerOf, title } from '@parley/contracts/endpoint'
import { getMe, login } from '@parley/contracts/identity/auth'
import { workspaceUpdated } from '@parley/contracts/identity/events'
import { deleteWorkspace, getWorkspaceDeletion, restoreWorkspace } from '@parley/contracts/identity/workspace-deletions'
import { createWorkspace, getWorkspace, listWorkspaces, updateWorkspace } from '@parley/contracts/identity/workspaces'
import { colleague, password, people, proveAddress } from '@parley/testing/people'
import { endGrace } from '@parley/testing/rows/gateway'
import { describe, expect, it, vi } from 'vitest'
import { keyOf, setScene, statusOf } from './scene.ts'

const scene = await setScene({ serviceEnv: { gateway: { WORKSPACE_DELETION_GRACE_MINUTES: '60' } } })
const { ada, bob, eve } = await people(scene)
const id = ada.workspaceId
const often = { timeout: 60_000, interval: 100 }

describe(title(deleteWorkspace), () => {
  it('takes an owner who knows the password, of this workspace', async () => {
    const dan = await colleague(scene, ada, 'dan', { role: 'admin' })
    expect(await ada.answerTo(deleteWorkspace, { id, password: 'a wrong one' })).toMatchObject({ status: 403 })
    expect(await ada.answerTo(deleteWorkspace, { id } as never)).toMatchObject({ status: 400 })
    for (const who of [dan, bob])
      expect(await who.answerTo(deleteWorkspace, { id, password })).toMatchObject({ status: 403 })
    expect(await eve.answerTo(deleteWorkspace, { id, password })).toMatchObject({ status: 404 })
    const withoutScope = await keyOf(ada, ['read', 'write'])
    expect(await withoutScope.answer(deleteWorkspace, { id, password })).toMatchObject({ status: 403 })
    expect((await ada.call(getWorkspace, { id })).data.deletes_at).toBeNull()
  })

  it('says when, publishes it, and changes nothing until then', async () => {
    await proveAddress(scene, ada.email)
    const socket = await bob.socket()
    const { status, body } = await ada.client.answer(deleteWorkspace, { id, password })
    expect(status).toBe(202)
    const { data } = body as AnswerOf<typeof deleteWorkspace>
    expect(data).toMatchObject({ workspace_id: id, state: 'scheduled', completed_at: null, copies: [] })
    expect(Date.parse(data.deletes_at) - Date.parse(data.requested_at)).toBe(3_600_000)
    await socket.next(workspaceUpdated, ({ data: shown }) => shown.deletes_at === data.deletes_at)
    expect((await bob.call(getWorkspace, { id })).data.deletes_at).toBe(data.deletes_at)
    expect((await ada.call(updateWorkspace, { id, name: 'Still here' })).data.deletes_at).toBe(data.deletes_at)
    expect(await ada.call(deleteWorkspace, { id, password })).toMatchObject({ data: { deletes_at: data.deletes_at } })
    await vi.waitUntil(
      async () => (await scene.mailsTo(ada.email)).some(({ subject }) => subject.includes('will be deleted')),
      often,
    )
  })

  it('is followed by whoever asked for it alone, without a receipt while it is not done', async () => {
    const { data } = await ada.call(getWorkspaceDeletion, { id })
    expect(data).toMatchObject({ state: 'scheduled', receipt: null })
    for (const who of [bob, eve])
      expect(await who.answerTo(getWorkspaceDeletion, { id })).toMatchObject({ status: 404 })
  })
})

describe(title(restoreWorkspace), () => {
  it('keeps the workspace, once', async () => {
    expect(await bob.answerTo(restoreWorkspace, { id })).toMatchObject({ status: 403 })
    expect(await ada.call(restoreWorkspace, { id })).toMatchObject({ data: { id, deletes_at: null } })
    expect(await ada.answerTo(restoreWorkspace, { id })).toMatchObject({ status: 409 })
    const { data } = await ada.call(listAuditLog, { action: 'workspace' })
    expect(data.map(({ action }) => action).slice(0, 2)).toEqual(['workspace.restored', 'workspace.deletion_requested'])
  })
})

describe('when its time is over, a workspace', () => {
  it('lets nobody in, and its people keep their accounts and other workspaces', async () => {
    const { data: other } = await ada.call(createWorkspace, { name: 'Another' })
    const key = await keyOf(bob, ['read'])
    const socket = await bob.socket()
    await ada.call(deleteWorkspace, { id, password })
    await endGrace(scene.database, id)
    await vi.waitUntil(async () => (await statusOf(scene, ada.token)) === 401, often)
    await vi.waitUntil(async () => (await statusOf(scene, bob.token)) === 401, often)
    expect(await key.answer(getMe)).toMatchObject({ status: 401 })
    await socket.closed()
    const { token } = await scene.client().call(login, { email: ada.email, password })
    const again = scene.client(token)
    expect((await again.call(listWorkspaces)).data.map((each) => each.id)).toEqual([other.id])
    // Services that do not run have not deleted what they have.
    expect((await again.call(getWorkspaceDeletion, { id })).data).toMatchObject({ state: 'running', receipt: null })
  })
})
