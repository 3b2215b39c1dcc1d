import { readFile } from 'node:fs/promises'
import { createChannel, listChannelMembers } from '@parley/contracts/channels/channels'
import { sendChat } from '@parley/contracts/chat/chat'
import type { Message } from '@parley/contracts/messages/message'
import { postMessage } from '@parley/contracts/messages/messages'
import { describe, expect, it, vi } from 'vitest'
import { pathOfMessage } from '../../../services/gateway/src/push/paths.ts'
import { accessibilityProblems } from '../browser.ts'
import { composerOf, openOffice, rowOf, write } from './office.ts'

const office = await openOffice(['gateway', 'channels', 'messaging', 'chat-engine'])
const { ada, bob, channel, open } = office
const lamps = 'Message #lamps'
const patience = { timeout: 20_000 }

describe('within a channel', { timeout: 240_000 }, () => {
  it('its details say what it is, who is in it and what is pinned, and change it', async () => {
    const { page, context, troubles } = await open(ada)
    await page.getByRole('link', { name: 'lamps' }).click()
    await write(page, lamps, 'Pin this')
    const row = rowOf(page, 'Pin this')
    await row.hover()
    await row.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Pin', exact: true }).click()
    await row.getByText('pinned', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Details' }).click()
    const details = page.getByRole('region', { name: 'Details' })
    await details.getByLabel('Topic').fill('Which is brightest')
    await details.getByLabel('Topic').press('Enter')
    await page.getByRole('region', { name: '#lamps' }).getByText('Which is brightest').waitFor()
    await details.getByRole('link', { name: 'Pins' }).click()
    await details.getByText('Pin this').waitFor()
    await details.getByRole('link', { name: 'Members' }).click()
    await details.getByLabel('Role of Bob').selectOption('admin')
    const roleOfBob = async () => {
      const { members } = await ada.call(listChannelMembers, { id: channel.id })
      return members.find(({ user_id }) => user_id === bob.userId)?.role
    }
    await expect.poll(roleOfBob, patience).toBe('admin')
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await details.getByRole('link', { name: 'Members' }).press('Escape')
    await details.waitFor({ state: 'detached' })
    expect(troubles).toEqual([])
    await context.close()
  })

  it('a message is written by keys: emoji by name, bold, quoted, its code in colours', async () => {
    const { page, context, troubles } = await open(bob)
    await page.getByRole('link', { name: 'lamps' }).click()
    const composer = composerOf(page, lamps)
    await composer.fill('one two three')
    await composer.press('Home')
    for (let presses = 0; presses < 3; presses++) await composer.press('Shift+ArrowRight')
    await composer.press('Delete')
    await composer.pressSequentially('a')
    expect(await composer.inputValue()).toBe('a two three')
    await composer.fill('')
    await composer.pressSequentially('Up :thumbsu')
    await page.getByRole('option', { name: ':thumbsup:' }).waitFor()
    await composer.press('Enter')
    await composer.press('ControlOrMeta+b')
    await composer.pressSequentially('bold')
    expect(await composer.inputValue()).toBe('Up 👍️ **bold**')
    await composer.press('Enter')
    const row = rowOf(page, 'Up 👍️ bold')
    await row.hover()
    await row.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Quote' }).click()
    await expect.poll(() => composer.inputValue(), patience).toBe('> Up 👍️ **bold**\n\n')

    await composer.fill('```ts\nconst lamp = 1\n```')
    await composer.press('Enter')
    await page.locator('pre [data-kind="keyword"]', { hasText: 'const' }).waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    expect(troubles).toEqual([])
    await context.close()
  })

  it('names of channels are completed, and lead to those that the reader can see', async () => {
    const make = (name: string, is_private: boolean) =>
      ada.call(createChannel, { workspace_id: ada.workspaceId, name, channel_type: 'text', is_private })
    await Promise.all([make('open-shelf', false), make('hidden-shelf', true)])
    const { page, context, troubles } = await open(bob)
    await page.getByRole('link', { name: 'lamps' }).click()
    const composer = composerOf(page, lamps)
    await composer.pressSequentially('See #shelf')
    await page.getByRole('option', { name: '#open-shelf' }).waitFor()
    expect(await page.getByRole('option').count()).toBe(1)
    await composer.press('Enter')
    expect(await composer.inputValue()).toBe('See #open-shelf ')
    await composer.pressSequentially('not #hidden-shelf nor `#lamps`')
    await composer.press('Enter')
    const row = rowOf(page, 'See #open-shelf')
    await row.getByRole('link', { name: '#open-shelf' }).waitFor()
    expect(await row.getByRole('link').allTextContents()).toEqual(['#open-shelf'])
    await row.getByRole('link', { name: '#open-shelf' }).click()
    await page.getByRole('region', { name: '#open-shelf' }).waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('a notification leads to its message, direct and in a thread as well', async () => {
    const { channel: direct } = await ada.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: 'direct',
      channel_type: 'dm',
      member_ids: [bob.userId],
    })
    const { data: said } = await ada.call(postMessage, { channel_id: direct.id, content: 'Between us' })
    const { data: root } = await ada.call(postMessage, { channel_id: channel.id, content: 'A question' })
    const reply = { channel_id: channel.id, parent_message_id: root.id, content: 'Its answer' }
    const { data: answer } = await ada.call(postMessage, reply)
    const pathOf = (message: Message) => pathOfMessage(message).slice('/app'.length)
    const { page, context, troubles } = await open(bob, pathOf(said))
    await rowOf(page, 'Between us').waitFor()
    await page.goto(`${office.url}/app${pathOf(answer)}`)
    await page.getByRole('region', { name: 'Thread' }).getByText('Its answer').waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('an answer says what it rests on, which opens, and by which tools it was found', async () => {
    const { data: said } = await ada.call(postMessage, {
      channel_id: channel.id,
      content: 'The brightest lamp of all is the Helios.',
    })
    // Until the search has it.
    await vi.waitFor(async () => {
      const { sources } = await ada.call(sendChat, { channelId: channel.id, message: 'Which lamp is the brightest?' })
      expect(sources.map(({ id }) => id)).toContain(said.id)
    }, 20_000)
    const { page, context, troubles } = await open(bob)
    await page.getByRole('link', { name: 'lamps' }).click()
    const answer = rowOf(page, '“The brightest lamp of all is the Helios.”').last()
    const source = answer.getByRole('link', { name: /^Source \d: Message in #lamps$/ }).first()
    await source.waitFor()
    expect(await answer.textContent()).not.toContain(said.id)
    await answer.getByRole('button', { name: 'How this was answered' }).click()
    await answer.getByText('knowledge_search').click()
    await answer.getByText('{"query":"Which lamp is the brightest?"}').waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await source.click()
    await page.waitForURL(/[?&]m=msg_/)
    await page.locator(`article[data-row="${said.id}"]`).waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('it is saved as a file, as far as its reader can read it', async () => {
    const { page, context, troubles } = await open(bob)
    await page.getByRole('link', { name: 'lamps' }).click()
    await rowOf(page, 'Pin this').waitFor()
    await page.getByRole('region', { name: '#lamps' }).getByRole('button', { name: 'More actions' }).first().click()
    await page.getByRole('menuitem', { name: 'Save as a file…' }).click()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    const download = page.waitForEvent('download')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    const text = await readFile(await (await download).path(), 'utf8')
    expect(text).toMatch(/^#lamps\n\nAda, .*\n {2}Pin this\n/)
    expect(troubles).toEqual([])
    await context.close()
  })
})
