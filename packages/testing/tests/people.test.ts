import { getMe } from '@parley/contracts/identity/auth'
import { getWorkspace } from '@parley/contracts/identity/workspaces'
import { people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { describe, expect, it } from 'vitest'

const platform = await bootPlatform()
const { ada, bob, gus, eve } = await people(platform)

describe('people', () => {
  it('have the documented roles', async () => {
    const roleOf = async (person: typeof ada) => (await person.call(getWorkspace, { id: person.workspaceId })).data.role
    expect(await Promise.all([ada, bob, gus, eve].map(roleOf))).toEqual(['owner', 'member', 'guest', 'owner'])
    expect([bob.workspaceId, gus.workspaceId]).toEqual([ada.workspaceId, ada.workspaceId])
    expect(eve.workspaceId).not.toBe(ada.workspaceId)
    expect(await bob.call(getMe)).toMatchObject({ uuid: bob.userId, email: bob.email })
  })

  it('get the same answer about what is hidden from them and what does not exist', async () => {
    const unknownId = '019a0000-0000-7000-8000-000000000000'
    const hidden = await eve.answerTo(getWorkspace, { id: ada.workspaceId })
    expect(hidden).toMatchObject({ status: 404, body: { meta: { request_id: '—', timestamp: '—' } } })
    expect(hidden).toEqual(await eve.answerTo(getWorkspace, { id: unknownId }))
  })
})
