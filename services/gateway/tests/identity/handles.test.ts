import { updateMe } from '@parley/contracts/identity/auth'
import { createWorkspace, removeWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { colleague, newcomer } from '@parley/testing/people'
import { describe, expect, it } from 'vitest'
import { setScene } from './scene.ts'

const scene = await setScene()
const ada = await newcomer(scene, 'ada')

const handlesOf = async (workspaceId: string, userId: string) =>
  (
    await scene.database.query<{ handle: string }>(
      'select handle from gateway.handles where workspace_id = $1 and user_id = $2 order by handle',
      [workspaceId, userId],
    )
  ).map(({ handle }) => handle)

describe('handles', () => {
  it('are there for whoever registers, joins or creates a workspace: folded name and address', async () => {
    const bob = await colleague(scene, ada, 'Bob')
    expect(await handlesOf(ada.workspaceId, ada.userId)).toEqual(['ada'])
    expect(await handlesOf(ada.workspaceId, bob.userId)).toEqual(['bob'])
    const { data } = await bob.call(createWorkspace, { name: 'Another' })
    expect(await handlesOf(data.id, bob.userId)).toEqual(['bob'])
  })

  it('follow the name in every workspace of the person', async () => {
    const cas = await colleague(scene, ada, 'cas')
    await cas.call(updateMe, { name: "Cass O'Brien-Strauß" })
    const rows = await scene.database.query(
      'select workspace_id, handle from gateway.handles where user_id = $1 order by handle, workspace_id',
      [cas.userId],
    )
    expect(rows.map(({ handle }) => handle)).toEqual(['cas', 'cas', 'cassobrienstrauss', 'cassobrienstrauss'])
    expect(new Set(rows.map(({ workspace_id }) => workspace_id)).size).toBe(2)
  })

  it('are the newest name’s, also where two change it at once while the person joins', async () => {
    const dan = await newcomer(scene, 'dan')
    await Promise.all([
      dan.call(updateMe, { name: 'one' }),
      dan.call(createWorkspace, { name: 'W' }),
      dan.call(updateMe, { name: 'two' }),
      dan.call(createWorkspace, { name: 'X' }),
    ])
    const [stored] = await scene.database.query<{ name: string }>('select name from gateway.users where id = $1', [
      dan.userId,
    ])
    const rows = await scene.database.query(
      `select workspace_id, array_agg(handle order by handle) as handles from gateway.handles where user_id = $1 group by 1`,
      [dan.userId],
    )
    expect(rows.map(({ handles }) => handles)).toEqual(Array(3).fill(['dan', stored!.name]))
  })

  it('go with the membership', async () => {
    const gus = await colleague(scene, ada, 'gus')
    await ada.call(removeWorkspaceMember, { id: ada.workspaceId, userId: gus.userId })
    expect(await handlesOf(ada.workspaceId, gus.userId)).toEqual([])
  })
})
