import { createChannel, listChannels } from '@parley/contracts/channels/channels'
import { putDraft } from '@parley/contracts/messages/drafts'
import { isMessage } from '@parley/contracts/messages/message'
import { listMessages, postMessage } from '@parley/contracts/messages/messages'
import { describe, expect, it, vi } from 'vitest'
import { accessibilityProblems, type Page } from '../browser.ts'
import { composerOf, openOffice, rowOf, write } from './office.ts'

const office = await openOffice(['gateway', 'channels', 'messaging', 'chat-engine'])
const { ada, bob, channel, open } = office

const sidebar = (page: Page) => page.getByRole('complementary').getByRole('navigation')
const section = (page: Page, name: string) => sidebar(page).getByRole('region', { name, exact: true })
const link = (page: Page, name: string) => sidebar(page).getByRole('link', { name })
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 2, name, exact: true }).first()
const dialog = (page: Page) => page.getByRole('dialog')

describe('finding one’s way in the console', { timeout: 240_000 }, () => {
  it('creates a channel, gathers what is unread, and keeps favourites and sections', async () => {
    const a = await open(ada)
    const b = await open(bob)
    await section(a.page, 'Channels').getByRole('button', { name: 'Actions for Channels' }).click()
    await a.page.getByRole('menuitem', { name: 'Create a channel' }).click()
    await dialog(a.page).getByLabel('Name', { exact: true }).pressSequentially('Größe & Glühlampen ')
    await dialog(a.page).getByLabel('Bring along').fill('bo')
    await dialog(a.page).getByRole('option', { name: 'Bob' }).click()
    await dialog(a.page).getByRole('button', { name: 'Create' }).click()
    await heading(a.page, 'grosse-gluhlampen').waitFor()
    await write(a.page, 'Message #grosse-gluhlampen', 'Is anybody here?')

    await section(b.page, 'Unread').getByRole('link', { name: 'grosse-gluhlampen' }).click({ button: 'right' })
    await b.page.getByRole('menuitem', { name: 'Mark read', exact: true }).click()
    await section(b.page, 'Unread').waitFor({ state: 'detached' })
    await section(b.page, 'Channels').getByRole('link', { name: 'grosse-gluhlampen' }).hover()
    await b.page.getByRole('button', { name: 'Actions for grosse-gluhlampen' }).click()
    await b.page.getByRole('menuitem', { name: 'Add to favourites' }).click()
    await section(b.page, 'Favourites').getByRole('link', { name: 'grosse-gluhlampen' }).waitFor()

    await link(b.page, 'lamps').hover()
    await b.page.getByRole('button', { name: 'Actions for lamps' }).click()
    await b.page.getByRole('menuitem', { name: 'Move to section…' }).click()
    await dialog(b.page).getByLabel('Name of the section').fill('Shop')
    await dialog(b.page).getByRole('button', { name: 'Save' }).click()
    await section(b.page, 'Shop').getByRole('link', { name: 'lamps' }).waitFor()
    await b.page.reload()
    await section(b.page, 'Shop').getByRole('link', { name: 'lamps' }).waitFor()
    await section(b.page, 'Shop').getByRole('button', { name: 'Shop', exact: true }).click()
    await link(b.page, 'lamps').waitFor({ state: 'detached' })
    expect([...a.troubles, ...b.troubles]).toEqual([])
    await Promise.all([a.context.close(), b.context.close()])
  })

  it('jumps, goes between channels and marks them read by keys, and takes none that are typed', async () => {
    await ada.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: 'open-door',
      channel_type: 'text',
      is_private: false,
    })
    const { page, context, troubles } = await open(bob)
    await page.keyboard.press('Control+k')
    await dialog(page).getByRole('combobox').pressSequentially('opendoor')
    await dialog(page).getByRole('option', { name: 'Search messages for' }).waitFor()
    await dialog(page).getByRole('combobox').fill('door')
    await dialog(page).getByRole('option', { name: 'open-door' }).waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Join' }).click()
    await composerOf(page, 'Message #open-door').pressSequentially('what?')
    expect(await dialog(page).count()).toBe(0)
    await composerOf(page, 'Message #open-door').fill('')

    await page.keyboard.press('Control+k')
    await dialog(page).getByRole('combobox').pressSequentially('@ada')
    await dialog(page).getByRole('option', { name: /^Ada/ }).waitFor()
    await page.keyboard.press('Enter')
    await heading(page, 'Ada').waitFor()

    await ada.call(postMessage, { channel_id: channel.id, content: 'A lamp for @Bob' })
    await section(page, 'Unread').getByRole('link', { name: 'lamps' }).waitFor()
    await page.keyboard.press('Alt+Shift+ArrowDown')
    await heading(page, 'lamps').waitFor()
    await rowOf(page, 'A lamp for @Bob').waitFor()
    await rowOf(page, 'A lamp for @Bob').hover()
    await rowOf(page, 'A lamp for @Bob').getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Mark unread from here' }).click()
    await page.getByText('New', { exact: true }).waitFor()
    await link(page, 'lamps').getByText('1 mention').waitFor({ state: 'attached' })
    await composerOf(page, 'Message #lamps').press('Escape')
    await page.getByText('New', { exact: true }).waitFor({ state: 'detached' })
    await link(page, 'lamps').getByText('1 mention').waitFor({ state: 'detached' })
    await page.keyboard.press('Alt+ArrowDown')
    await heading(page, 'lamps').waitFor({ state: 'detached' })
    expect(troubles).toEqual([])
    await context.close()
  })

  it('finds messages by words and operators, and shows each in its place', async () => {
    await ada.call(postMessage, { channel_id: channel.id, content: 'The <b>filament</b> of the *old* bulb' })
    const { page, context, troubles } = await open(bob)
    await page.keyboard.press('Control+Shift+f')
    const box = page.getByRole('searchbox', { name: 'Search' })
    await box.pressSequentially('from:ada filament')
    await page.getByRole('listitem').filter({ hasText: 'From ada' }).waitFor()
    expect(await box.inputValue()).toBe('filament')
    const found = page.getByRole('link', { name: 'filament' })
    await found.locator('mark', { hasText: 'filament' }).waitFor()
    expect(await found.textContent()).toContain('<b>')
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await box.press('ArrowDown')
    await page.keyboard.press('Enter')
    await rowOf(page, 'filament').waitFor()
    expect(page.url()).toContain('?m=msg_')
    await page.goBack()
    await page.getByRole('button', { name: 'Remove: From ada' }).click()
    await box.fill('has:nothing ')
    await heading(page, 'This cannot be searched for').waitFor()
    await page.getByRole('button', { name: 'Remove: Has nothing' }).click()
    await box.fill('unfindable')
    await heading(page, 'Nothing found').waitFor()
    // A query that cannot be is refused with a 400, which the browser notes.
    expect(troubles.filter((trouble) => !trouble.includes('400'))).toEqual([])
    await context.close()
  })

  it('lists threads, mentions, drafts and what is scheduled, to be opened, sent and deleted', async () => {
    const { data: root } = await bob.call(postMessage, { channel_id: channel.id, content: 'Who sells sockets?' })
    await ada.call(postMessage, { channel_id: channel.id, parent_message_id: root.id, content: 'We do, @Bob.' })
    await bob.call(putDraft, { channelId: channel.id, content: 'Half of a draft' })
    await bob.call(postMessage, {
      channel_id: channel.id,
      content: 'Good morning, lamps',
      send_at: new Date(Date.now() + 3_600_000).toISOString(),
    })
    const { page, context, troubles } = await open(bob)
    await link(page, 'Threads').click()
    await page.getByRole('link', { name: 'Who sells sockets?' }).click()
    await page.getByRole('region', { name: 'Thread', exact: true }).getByText('We do, @Bob.').waitFor()
    await write(page, 'Reply…', 'Three, please.')
    await page.getByText('2 replies').waitFor()
    await composerOf(page, 'Reply…').press('Escape')
    await page.getByRole('region', { name: 'Thread', exact: true }).waitFor({ state: 'detached' })

    await link(page, 'Mentions').click()
    await page.getByRole('link', { name: 'We do, @Bob.' }).waitFor()
    await link(page, 'Drafts and scheduled').click()
    await page.getByRole('link', { name: 'Half of a draft' }).waitFor()
    await page.getByRole('button', { name: 'Delete the draft for #lamps' }).click()
    await heading(page, 'No drafts').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('link', { name: 'Half of a draft' }).waitFor()

    await page.getByRole('link', { name: 'Scheduled', exact: true }).click()
    await page.getByRole('button', { name: 'Edit' }).click()
    await dialog(page).getByLabel('Text').fill('Good evening, lamps')
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await page.getByRole('link', { name: 'Good evening, lamps' }).waitFor()
    // Deleting asks first: it could not be undone.
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await dialog(page).getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Send now' }).click()
    await heading(page, 'Nothing is scheduled').waitFor()
    await vi.waitUntil(async () => {
      const { data } = await bob.call(listMessages, { channel_id: channel.id, limit: 1 })
      return data.some((message) => isMessage(message) && message.content === 'Good evening, lamps')
    })
    expect(troubles).toEqual([])
    await context.close()
  })

  it('archives a channel, brings it back, and deletes it; shows a channel as of a day', async () => {
    const { page, context, troubles } = await open(ada, '', { colorScheme: 'dark' })
    await link(page, 'open-door').click()
    await page.getByRole('button', { name: 'Jump to a date' }).click()
    await dialog(page).getByLabel('Day').fill('2026-01-01')
    await dialog(page).getByRole('button', { name: 'Open' }).click()
    await page.waitForURL(/\?d=2026-01-01$/)
    await page.getByText('This is the very beginning of #open-door').waitFor()
    const menu = page.getByRole('region', { name: '#open-door' }).getByRole('button', { name: 'More actions' }).first()
    await menu.click()
    await page.getByRole('menuitem', { name: 'Archive channel…' }).click()
    await dialog(page).getByRole('button', { name: 'Archive' }).click()
    await page.getByText('This channel is archived').waitFor()

    await section(page, 'Channels').getByRole('button', { name: 'Actions for Channels' }).click()
    await page.getByRole('menuitem', { name: 'Browse channels' }).click()
    await page.getByRole('link', { name: 'Archived' }).click()
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name: 'Unarchive' }).click()
    await link(page, 'open-door').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Delete channel…' }).click()
    await dialog(page).getByRole('button', { name: 'Delete' }).click()
    await link(page, 'open-door').waitFor({ state: 'detached' })
    await vi.waitUntil(async () => {
      const { channels } = await ada.call(listChannels, { workspace_id: ada.workspaceId })
      return !channels.some(({ name }) => name === 'open-door')
    })
    expect(troubles).toEqual([])
    await context.close()
  })
})
