import { readFile } from 'node:fs/promises'
import { createChannel, listChannelMembers, removeChannelMember } from '@parley/contracts/channels/channels'
import { sendChat } from '@parley/contracts/chat/chat'
import { deleteMessage } from '@parley/contracts/messages/changes'
import type { Message } from '@parley/contracts/messages/message'
import { postMessage } from '@parley/contracts/messages/messages'
import { encodeId } from '@parley/contracts/type-id'
import { colleague } from '@parley/testing/people'
import { describe, expect, it, vi } from 'vitest'
import { pathOfMessage } from '../../../services/gateway/src/push/paths.ts'
import { accessibilityProblems } from '../browser.ts'
import { composerOf, openOffice, rowOf, write } from './office.ts'

const office = await openOffice(['gateway', 'channels', 'messaging', 'chat-engine'])
const { ada, bob, channel, open } = office
const lamps = 'Message #lamps'
const patience = { timeout: 20_000 }

const lamp = Buffer.from('a lamp')

/** In the page: gives its composer a file by such an event. */
const giveFile = (type: 'paste' | 'drop') => `(() => {
  const data = new DataTransfer()
  data.items.add(new File(['a lamp'], '${type}.txt', { type: 'text/plain' }))
  const init = { bubbles: true, cancelable: true, clipboardData: data, dataTransfer: data }
  const given = new ${type === 'paste' ? 'ClipboardEvent' : 'DragEvent'}('${type}', init)
  document.querySelector('textarea').dispatchEvent(given)
})()`

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
    // The caret is between the marks when the key is done, not a frame later: whoever types fast is not overtaken.
    await composer.focus()
    const between = await page.evaluate<string>(`(() => {
      const input = document.activeElement
      input.dispatchEvent(new KeyboardEvent('keydown', { key: 'b', ctrlKey: true, bubbles: true, cancelable: true }))
      return input.value.slice(0, input.selectionStart)
    })()`)
    expect(between).toBe('Up 👍️ **')
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

  it('files are pasted, dropped and chosen, ten at most, and go on being uploaded while another channel is read', async () => {
    const cem = await colleague(office.platform, ada, 'Cem', { role: 'member' })
    const name = 'files'
    const { channel: files } = await ada.call(createChannel, {
      ...{ workspace_id: ada.workspaceId, name, channel_type: 'text', is_private: true },
      member_ids: [bob.userId, cem.userId],
    })
    const a = await open(ada)
    const b = await open(bob)
    await b.page.getByRole('link', { name }).click()
    await a.page.getByRole('link', { name }).click()
    await composerOf(a.page, 'Message #files').waitFor()
    let release = () => {}
    const isReleased = new Promise<void>((resolve) => {
      release = resolve
    })
    await a.page.route('**/api/v2/messages/upload', async (route) => {
      await isReleased
      // One of them is cancelled meanwhile.
      await route.continue().catch(() => {})
    })
    for (const type of ['paste', 'drop'] as const) await a.page.evaluate(giveFile(type))
    const many = Array.from({ length: 9 }, (_, at) => ({ name: `${at}.txt`, mimeType: 'text/plain', buffer: lamp }))
    await Promise.all([
      a.page.getByText('At most 10 files').waitFor(),
      a.page.locator('input[type=file]').setInputFiles(many),
    ])
    await a.page.getByText('paste.txt').waitFor()
    await a.page.getByRole('link', { name: 'lamps' }).click()
    await composerOf(a.page, lamps).waitFor()
    await a.page.getByRole('link', { name }).click()
    await a.page.getByText('drop.txt').waitFor()
    expect(await a.page.getByText('%').count()).toBe(10)
    expect(await a.page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true)
    await a.page.getByRole('button', { name: 'Remove drop.txt' }).click()
    await a.page.getByText('drop.txt').waitFor({ state: 'detached' })
    release()
    await a.page.getByRole('button', { name: 'Send', exact: true }).and(a.page.locator(':enabled')).click()

    // What has come by an event dies when somebody leaves.
    const link = b.page.getByRole('link', { name: 'Download paste.txt' })
    await link.waitFor()
    await ada.call(removeChannelMember, { id: files.id, userId: cem.userId })
    const download = b.page.waitForEvent('download')
    await link.click()
    expect(await readFile(await (await download).path(), 'utf8')).toBe('a lamp')
    expect(b.troubles).toEqual([])
    await Promise.all([a.context.close(), b.context.close()])
  })

  it('a private question that could not be asked is in its form again, also after a reload', async () => {
    const { page, context } = await open(bob, `/${encodeId('wsp', ada.workspaceId)}/twins`)
    await page.getByRole('button', { name: 'New conversation' }).click()
    const question = page.getByRole('textbox', { name: 'Ask something…' })
    const ask = page.getByRole('button', { name: 'Ask', exact: true }).and(page.locator(':enabled'))
    await question.fill('Which lamp is it?')
    await ask.waitFor()
    await context.setOffline(true)
    await ask.click()
    await page.getByRole('alert').filter({ hasText: 'Parley cannot be reached' }).waitFor()
    expect(await question.inputValue()).toBe('Which lamp is it?')
    await context.setOffline(false)
    await page.reload()
    await ask.click()
    await page.getByRole('article', { name: /^@/ }).waitFor()
    expect(await question.inputValue()).toBe('')
    await context.close()
  })

  it('what is not there any more is said to be gone', async () => {
    const { data: said } = await ada.call(postMessage, { channel_id: channel.id, content: 'Not for long' })
    const path = pathOfMessage(said).slice('/app'.length)
    await ada.call(deleteMessage, { id: said.id })
    const { page, context } = await open(bob, path)
    await page.getByRole('heading', { name: 'This message is not there any more' }).waitFor()
    await page.getByRole('button', { name: 'To the newest' }).click()
    await rowOf(page, 'Pin this').waitFor()
    await page.goto(`${office.url}/app/${path.split('/')[1]}/nowhere`)
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
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
