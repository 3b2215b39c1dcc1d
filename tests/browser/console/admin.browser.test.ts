import { listChannelTwins } from '@parley/contracts/channels/twins'
import { listApiKeys } from '@parley/contracts/identity/api-keys'
import {
  getWorkspace,
  inviteWorkspaceMember,
  listWorkspaceMembers,
  listWorkspaces,
} from '@parley/contracts/identity/workspaces'
import { listTwinVersions } from '@parley/contracts/twins/twins'
import { newcomer } from '@parley/testing/people'
import { describe, expect, it, vi } from 'vitest'
import { accessibilityProblems, type Page } from '../browser.ts'
import { narrowAndDark, openOffice, write } from './office.ts'

const { platform, ada, bob, channel, open } = await openOffice([
  'gateway',
  'channels',
  'messaging',
  'chat-engine',
  'integrations',
])

/** Opens a screen of administration by its name in the list. */
async function visit(page: Page, name: string): Promise<void> {
  const link = page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name, exact: true })
  await link.click()
  await page.getByRole('heading', { name, level: 2, exact: true }).waitFor()
}

async function openAdmin() {
  const opened = await open(ada)
  await opened.page.getByRole('link', { name: 'Admin', exact: true }).click()
  await opened.page.getByRole('heading', { name: 'Members' }).waitFor()
  return opened
}

describe('the console’s administration', { timeout: 240_000 }, () => {
  it('changes roles, and invites people whose invitations can be revoked', async () => {
    const { page, context, troubles } = await openAdmin()
    await page.getByRole('combobox', { name: 'Role of Bob' }).selectOption('admin')
    await page.getByRole('switch', { name: 'Bob answers the support desk' }).click()
    const bobs = async () => {
      const { data } = await ada.call(listWorkspaceMembers, { id: ada.workspaceId, limit: 50 })
      return data.find(({ user_id }) => user_id === bob.userId)
    }
    await vi.waitUntil(async () => {
      const member = await bobs()
      return member?.role === 'admin' && member.agent
    })

    await page.getByRole('button', { name: 'Invite people' }).click()
    const dialog = page.getByRole('dialog', { name: 'Invite people' })
    await dialog.getByLabel('Email addresses').fill('grace@parley.test, joan@parley.test')
    await dialog.getByLabel('They join as').selectOption('guest')
    await dialog.getByRole('button', { name: 'Send invitations' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Revoke the invitation of grace@parley.test' }).click()
    await page.getByText('grace@parley.test', { exact: true }).waitFor({ state: 'detached' })
    await page.getByText('joan@parley.test', { exact: true }).waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('shows an API key once, and refuses a wrong password beside its field', async () => {
    const { page, context } = await openAdmin()
    await visit(page, 'API keys')
    await page.getByRole('button', { name: 'Create a key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Deployment')
    await dialog.getByLabel('Your password').fill('not the password')
    await page.keyboard.press('Enter')
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel('Your password').fill(ada.password)
    await page.keyboard.press('Enter')
    await dialog.getByText(/^prl_sk_/).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('cell', { name: /^Deployment/ }).waitFor()
    expect(await page.getByText(/^prl_sk_\w{20}/).count()).toBe(0)
    const { data } = await ada.call(listApiKeys)
    expect(data.map(({ name, scopes }) => ({ name, scopes }))).toEqual([
      { name: 'Deployment', scopes: ['read', 'write'] },
    ])

    const refusal = { success: false, error: { code: 'forbidden', message: 'Not today.' } }
    await page.route('**/api/v2/api-keys/*', (route) => route.fulfill({ status: 403, json: refusal }), { times: 1 })
    await page.getByRole('button', { name: 'Delete Deployment' }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByText('Not today.').waitFor()
    await dialog.getByRole('button', { name: 'Delete' }).and(page.locator(':enabled')).click()
    await dialog.waitFor({ state: 'detached' })
    expect((await ada.call(listApiKeys)).data).toEqual([])
    await context.close()
  })

  it('tries a twin before it is saved, and makes it what it was', async () => {
    const { page, context, troubles } = await openAdmin()
    await visit(page, 'Twins')
    await page.getByRole('button', { name: 'Create a twin' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Scout')
    await page.getByLabel('Personality').fill('You are terse.')
    await page.getByLabel('Ask it something').fill('Which lamps are there?')
    await page.keyboard.press('Enter')
    const answer = page.getByRole('log', { name: 'Answers' }).getByRole('article')
    await answer.and(page.locator('[aria-busy="false"]')).waitFor()
    expect(await answer.textContent()).toContain('knowledge_search')
    await page.getByRole('button', { name: 'Create a twin' }).click()
    await page.getByRole('heading', { name: 'Scout' }).waitFor()

    await page.getByLabel('Personality').fill('You are talkative.')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'Versions', exact: true }).click()
    await page.getByRole('button', { name: 'Restore version 1' }).click()
    await page.getByRole('cell', { name: 'Version 3' }).waitFor()
    const id = page.url().split('/').at(-2)!
    await page.getByRole('link', { name: 'Profile', exact: true }).click()
    expect(await page.getByLabel('Personality').inputValue()).toBe('You are terse.')
    const { data } = await ada.call(listTwinVersions, { id, limit: 10 })
    expect(data.map(({ personality }) => personality)).toEqual([
      'You are terse.',
      'You are talkative.',
      'You are terse.',
    ])
    await page.getByRole('link', { name: 'Chat', exact: true }).click()
    await page.getByRole('link', { name: 'lamps' }).click()
    await write(page, 'Message #lamps', 'Which lamps are there, @scout?')
    await page.getByText('Scout is not in this channel').waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await page.getByRole('button', { name: 'Add to channel: Scout' }).click()
    await page.getByText('Scout is not in this channel').waitFor({ state: 'detached' })

    await page.getByRole('link', { name: 'Admin', exact: true }).click()
    await visit(page, 'Twins')
    await page.getByRole('link', { name: 'Scout' }).click()
    await page.getByRole('button', { name: 'Assign to a channel' }).click()
    await page.getByLabel('Channel', { exact: true }).selectOption('lamps')
    await page.getByLabel('How it takes part').selectOption('Answers every message')
    await page.getByRole('button', { name: 'Assign', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const { twins } = await ada.call(listChannelTwins, { id: channel.id })
    expect(twins.map(({ name, participation_mode }) => [name, participation_mode])).toEqual([['Scout', 'active']])
    await visit(page, 'Audit log')
    await page.getByText('twin: – → Scout').first().waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('uploads a document, finds it, and deletes it', async () => {
    const { page, context, troubles } = await openAdmin()
    await visit(page, 'Knowledge')
    const buffer = Buffer.from('# Returns\n\nLamps can be returned within <b>thirty</b> days.')
    await page.getByLabel('Choose files').setInputFiles({ name: 'returns.md', mimeType: 'text/markdown', buffer })
    await page.getByRole('link', { name: 'returns.md' }).waitFor()
    const search = page.getByRole('searchbox', { name: 'Ask the documents something' })
    await search.fill('thirty')
    await search.press('Enter')
    await page.locator('mark', { hasText: 'thirty' }).waitFor()
    await page.getByRole('link', { name: /^returns\.md/ }).click()
    await page.getByRole('switch', { name: 'Visitors may be answered with it' }).click()
    await page.getByText('ready, public').waitFor()
    await page.getByRole('link', { name: 'Passages', exact: true }).click()
    await page.getByRole('heading', { name: 'Passage 1' }).waitFor()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'There are no documents yet' }).waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('has the workspace deleted by password, on a day that it says, and keeps it', async () => {
    const { page, context } = await openAdmin()
    const deletesAt = async () => (await ada.call(getWorkspace, { id: ada.workspaceId })).data.deletes_at
    await visit(page, 'Settings')
    await page.getByRole('button', { name: 'Delete the workspace' }).click()
    await page.getByRole('dialog').getByLabel('Your password').fill(ada.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /^This workspace is deleted on/ }).waitFor()
    expect(await deletesAt()).not.toBeNull()
    await page.getByRole('button', { name: 'Keep the workspace' }).click()
    await page.getByRole('button', { name: 'Delete the workspace' }).waitFor()
    expect(await deletesAt()).toBeNull()
    await context.close()
  })

  it('accepts an invitation to another workspace, opens and leaves it, and creates one', async () => {
    const eve = await newcomer(platform, 'Eve')
    await eve.call(inviteWorkspaceMember, { id: eve.workspaceId, email: bob.email, role: 'member', agent: false })
    const { page, context, troubles } = await open(bob)
    const menuOf = (workspace: string) => page.getByRole('button', { name: `Workspaces: ${workspace}` })
    await menuOf('Ada’s, Invitations (1)').press('Enter')
    await page.getByRole('menuitem', { name: 'Invitations (1)' }).press('Enter')
    const accept = page.getByRole('button', { name: 'Accept the invitation to Eve’s' })
    await accept.waitFor()
    await page.getByText('Eve invited you · Member').waitFor()
    await vi.waitUntil(async () => (await page.title()).endsWith('Workspaces · Ada’s · Parley'), 30_000)
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await accept.press('Enter')
    await page.getByText('Nobody has invited you.').waitFor()
    await page.getByRole('button', { name: 'Open Eve’s' }).press('Enter')

    await menuOf('Eve’s').click()
    expect(troubles).toEqual([])
    await page.getByRole('menuitem', { name: 'Invitations', exact: true }).click()
    await page.getByRole('button', { name: 'Leave the workspace' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Leave the workspace' }).click()
    const another = page.getByRole('button', { name: /^Workspaces: (?!Eve)/ })
    await another.waitFor()
    const { data: members } = await eve.call(listWorkspaceMembers, { id: eve.workspaceId, limit: 50 })
    expect(members.map(({ name }) => name)).toEqual(['Eve'])

    await another.click()
    await page.getByRole('menuitem', { name: 'Create a workspace' }).click()
    await page.getByLabel('Company or team').fill('Lamp club')
    await page.keyboard.press('Enter')
    await menuOf('Lamp club').waitFor()
    const { data: workspaces } = await bob.call(listWorkspaces)
    expect(workspaces.map(({ name }) => name)).toContain('Lamp club')
    await context.close()
  })

  it('has nothing that axe objects to, dark and 360 wide', async () => {
    const { page, context } = await open(ada, '', narrowAndDark)
    const workspace = page.url().match(/wsp_[^/]+/)![0]
    for (const path of [
      'admin/members',
      'admin/twins/new',
      'admin/usage',
      'admin/tools',
      'account/preferences',
      'account/workspaces',
    ]) {
      await page.goto(new URL(`/app/${workspace}/${path}`, page.url()).href)
      await page.getByRole('heading', { level: 2 }).last().waitFor()
      await vi.waitUntil(async () => (await page.getByRole('status', { name: 'Loading…' }).count()) === 0)
      expect(await accessibilityProblems(page.mainFrame()), path).toEqual([])
    }
    await context.close()
  })
})
