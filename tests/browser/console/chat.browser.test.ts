import { createChannel } from '@parley/contracts/channels/channels'
import { listMessages, listReadMarkers, postMessage } from '@parley/contracts/messages/messages'
import { fillChannel } from '@parley/testing/rows/messaging'
import { describe, expect, it, vi } from 'vitest'
import { accessibilityProblems } from '../browser.ts'
import { composerOf, narrowAndDark, openOffice, rowOf, write } from './office.ts'

const office = await openOffice(['gateway', 'channels', 'messaging', 'chat-engine'])
const { ada, bob, channel, open, platform } = office
const lamps = 'Message #lamps'

/** In the page: scrolls to where more is loaded, and answers how far the row in sight moved while it was. */
const measureLoading = (edge: 'first' | 'last') => `(async () => {
  const list = document.querySelector('[role=feed]')
  const scroller = list.parentElement.parentElement
  const rows = () => [...list.querySelectorAll('article[data-row]')]
  const edgeRow = () => rows().at(${edge === 'first' ? 0 : -1}).dataset.row
  const before = edgeRow()
  scroller.scrollTop = ${edge === 'first' ? '300' : 'scroller.scrollHeight - scroller.clientHeight - 300'}
  await new Promise(requestAnimationFrame)
  const top = scroller.getBoundingClientRect().top
  const row = rows().find((each) => each.getBoundingClientRect().top > top)
  const at = row.getBoundingClientRect().top
  let moved = 0
  for (let frames = 0; edgeRow() === before || frames < 10; frames++) {
    if (frames > 2_000) throw new Error('Nothing was loaded.')
    await new Promise(requestAnimationFrame)
    moved = Math.max(moved, Math.abs(row.getBoundingClientRect().top - at))
  }
  return moved
})()`

describe('the console’s chat', { timeout: 240_000 }, () => {
  it('lets two people write, reply, react, edit and delete, each seeing the other at once', async () => {
    const a = await open(ada)
    const b = await open(bob)
    await a.page.getByRole('link', { name: 'lamps' }).click()
    await b.page.getByRole('link', { name: 'lamps' }).click()
    await composerOf(a.page, lamps).fill('Which lamp is **brightest**?')
    await composerOf(a.page, lamps).press('Enter')
    await rowOf(b.page, 'Which lamp is brightest?').waitFor()
    expect(await rowOf(b.page, 'brightest').locator('strong').textContent()).toBe('brightest')

    await composerOf(b.page, lamps).pressSequentially('hm')
    await a.page.getByText('Bob is writing…').waitFor()
    await composerOf(b.page, lamps).fill('')

    const row = rowOf(b.page, 'brightest')
    await row.hover()
    await row.getByRole('button', { name: 'React: 👍' }).click()
    await rowOf(a.page, 'brightest').getByRole('button', { name: '👍: 1' }).waitFor()
    await row.getByRole('button', { name: 'Reply in thread' }).click()
    await write(b.page, 'Reply…', 'The one on the left.')
    await rowOf(a.page, 'brightest').getByRole('button', { name: '1 reply' }).click()
    await a.page.getByRole('region', { name: 'Thread' }).getByText('The one on the left.').waitFor()
    // Its root is on the page twice.
    expect(await accessibilityProblems(a.page.mainFrame())).toEqual([])
    const root = a.page.getByRole('region', { name: 'Thread' }).locator('article', { hasText: 'brightest' })
    await root.hover()
    await root.getByRole('button', { name: 'More actions' }).click()
    await a.page.getByRole('menuitem', { name: 'Edit' }).click()
    await root.getByRole('textbox', { name: 'Edit' }).press('Escape')
    expect(await a.page.getByRole('textbox', { name: 'Edit' }).count()).toBe(0)

    await composerOf(b.page, 'Reply…').press('ArrowUp')
    const editor = b.page.getByRole('region', { name: 'Thread' }).getByRole('textbox', { name: 'Edit' })
    await editor.fill('The one on the right.')
    await editor.press('Enter')
    const thread = a.page.getByRole('region', { name: 'Thread' })
    await thread.getByText('The one on the right.').waitFor()
    await thread.getByText('edited', { exact: true }).waitFor()

    const reply = b.page.getByRole('region', { name: 'Thread' }).locator('article', { hasText: 'on the right' })
    await reply.hover()
    await reply.getByRole('button', { name: 'More actions' }).click()
    await b.page.getByRole('menuitem', { name: 'Delete' }).click()
    await b.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await thread.getByText('The one on the right.').waitFor({ state: 'detached' })
    expect(a.troubles).toEqual([])
    expect(b.troubles).toEqual([])
    await Promise.all([a.context.close(), b.context.close()])
  })

  it('counts what is unread, and marks it read by looking at it', async () => {
    const { page, context, troubles } = await open(bob)
    const a = await open(ada)
    await a.page.getByRole('link', { name: 'lamps' }).click()
    await write(a.page, lamps, '@Bob, are you there?')
    await page.getByRole('link', { name: 'lamps' }).getByText('1 mention').waitFor({ state: 'attached' })
    await vi.waitUntil(async () => (await page.title()).startsWith('(1) '))
    await page.getByRole('link', { name: 'lamps' }).click()
    await page.getByText('New', { exact: true }).waitFor()
    await vi.waitUntil(async () => !(await page.title()).startsWith('('))
    const { markers } = await bob.call(listReadMarkers, { id: channel.id })
    const { data } = await bob.call(listMessages, { channel_id: channel.id, limit: 1 })
    expect(markers.find(({ user_id }) => user_id === bob.userId)?.last_read_message_id).toBe(data[0]!.id)
    expect(troubles).toEqual([])
    await Promise.all([context.close(), a.context.close()])
  })

  it('keeps what is written over a cut network and a reload, and sends it once', async () => {
    const { page, context } = await open(ada)
    await page.getByRole('link', { name: 'lamps' }).click()
    await rowOf(page, 'are you there?').waitFor()
    await context.setOffline(true)
    await composerOf(page, lamps).fill('Written without a network')
    await composerOf(page, lamps).press('Enter')
    await page.getByText('waiting to be sent').waitFor()
    await composerOf(page, lamps).fill('Half a thought')
    await context.setOffline(false)
    await page.getByText('waiting to be sent').waitFor({ state: 'detached' })
    await page.reload()
    await rowOf(page, 'Written without a network').waitFor()
    expect(await composerOf(page, lamps).inputValue()).toBe('Half a thought')
    const { data } = await ada.call(listMessages, { channel_id: channel.id, limit: 50 })
    const sent = data.filter((message) => 'content' in message && message.content === 'Written without a network')
    expect(sent).toHaveLength(1)
    await context.close()
  })

  it('holds what is read still, to the pixel, while older and newer messages come', async () => {
    const { workspaceId, userId } = ada
    const { channel: long } = await ada.call(createChannel, {
      workspace_id: workspaceId,
      name: 'long',
      channel_type: 'text',
      is_private: true,
      member_ids: [bob.userId],
    })
    const place = { workspaceId, channelId: long.id }
    await fillChannel(platform.database, place, { authorId: userId, count: 400, content: 'A line of\nsome height' })
    const { page, context, troubles } = await open(ada)
    await page.getByRole('link', { name: 'long' }).click()
    const feed = page.getByRole('feed', { name: 'Messages' })
    await feed.locator('article').nth(49).waitFor()

    const movedWhileLoading = (edge: 'first' | 'last') => page.evaluate<number>(measureLoading(edge))
    for (let pages = 0; pages < 6; pages++) expect(await movedWhileLoading('first')).toBeLessThanOrEqual(3)
    // By now the newest have gone out of the page.
    await ada.call(postMessage, { channel_id: long.id, content: 'The newest' })
    await page.getByRole('button', { name: '1 newer' }).waitFor()
    expect(await movedWhileLoading('last')).toBeLessThanOrEqual(3)
    await page.getByRole('button', { name: '1 newer' }).click()
    await rowOf(page, 'The newest').waitFor()

    // From the present, too, what comes below is counted, and whoever writes sees it.
    await page.evaluate(`document.querySelector('[role=feed]').parentElement.parentElement.scrollTop -= 2_000`)
    await page.getByRole('button', { name: 'To the newest' }).waitFor()
    await bob.call(postMessage, { channel_id: long.id, content: 'Below' })
    await page.getByRole('button', { name: '1 newer' }).waitFor()
    await page.getByText('New message from Bob').waitFor({ state: 'attached' })
    await write(page, 'Message #long', 'From far above')
    for (const name of ['1 newer', 'To the newest'])
      await page.getByRole('button', { name }).waitFor({ state: 'detached' })

    // The list is one stop, wherever the pointer lies; arrows, Enter and Escape go into its messages and back.
    await rowOf(page, 'From far above').hover()
    const focused = (what: string) => page.evaluate<unknown>(`document.activeElement.${what}`)
    await feed.focus()
    for (let presses = 0; (await focused('tagName')) !== 'TEXTAREA'; presses++) {
      expect(presses).toBeLessThan(5)
      await page.keyboard.press('Tab')
    }
    await feed.focus()
    await page.keyboard.press('ArrowUp')
    const row = await focused('dataset.row')
    await page.keyboard.press('Enter')
    expect(await focused('ariaLabel')).toBe('React: 👍')
    await page.keyboard.press('ArrowRight')
    expect(await focused('ariaLabel')).toBe('React: ✅')
    await page.keyboard.press('Escape')
    expect(await focused('dataset.row')).toBe(row)
    await page.keyboard.press('F6')
    expect(await focused('ariaLabel')).toBe('Areas')
    await page.keyboard.press('Shift+F6')
    expect(await focused('ariaLabel')).toBe('#long')
    expect(troubles).toEqual([])
    await context.close()
  })

  it('has nothing that axe objects to, dark and 360 wide', async () => {
    const { page, context } = await open(ada, '', narrowAndDark)
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await page.getByRole('link', { name: 'lamps' }).click()
    await rowOf(page, 'are you there?').waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await context.close()
  })
})
