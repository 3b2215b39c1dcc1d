import { blockVisitor } from '@parley/contracts/desk/blocks'
import { getTenantConversation } from '@parley/contracts/desk/conversation-lists'
import {
  deleteTenantConversation,
  resolveAgentConversation,
  updateTenantConversationStatus,
} from '@parley/contracts/desk/conversations'
import { mergeTenantConversation } from '@parley/contracts/desk/merging'
import { listAgentMessages, sendAgentMessage } from '@parley/contracts/desk/messages'
import { deleteTenantVisitor } from '@parley/contracts/desk/visitors'
import { updateWidgetKey } from '@parley/contracts/desk/widget-keys'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { visit as arrive, newWidgetKey } from '@parley/testing/visitors'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { accessibilityProblems } from './browser.ts'
import { describeLooks } from './looks.ts'
import { begin, bubbles, composer, frameOf, innerFrame, isMessages, openShop, shows, write } from './shop.ts'

const shop = await openShop()
const { ada, conversationWith, countVisitors, keyId, platform, visit } = shop

/** How many messages make a conversation long: two of them are more than two pages. */
const said = 60

async function sayMuch(id: string, which: string): Promise<void> {
  for (let index = 0; index < said; index++) await ada.call(sendAgentMessage, { id, content: `${which} ${index}` })
}

describe('the widget on a page of another origin with a strict policy', { timeout: 240_000 }, () => {
  it('tells who has looked away that there is something new, once what connects could be loaded', async () => {
    const { page, context } = await visit()
    let failures = 0
    const fail = { times: 2 }
    await context.route(/\/live-/, (route) => route.fulfill({ status: 503 }).then(() => failures++), fail)
    await begin(page)
    await write(page, 'I will be back')
    await frameOf(page).getByRole('button', { name: 'Close chat' }).click()
    const id = await conversationWith('I will be back')
    await ada.call(sendAgentMessage, { id, content: 'One' })
    await ada.call(sendAgentMessage, { id, content: 'Two' })
    await vi.waitUntil(async () => (await page.locator('.badge').textContent()) === '2')
    expect(await page.locator('button.launcher').getAttribute('aria-label')).toBe('Open chat, 2 new messages')
    await page.locator('button.launcher').click()
    await shows(page, 'Two')
    await page.locator('.badge').waitFor({ state: 'hidden' })
    expect(failures).toBe(2)

    // What had not been sent when the page was left is sent from the next one, once.
    await context.route(isMessages, (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 503 }) : route.continue(),
    )
    await composer(page).fill('Before I leave')
    await composer(page).press('Enter')
    await frameOf(page).locator('.pending.waiting').waitFor()
    // A network that lets no WebSocket through is polled over.
    await context.addInitScript(`window.WebSocket = class {
      constructor() { setTimeout(() => this.onerror(new Event('error'))) }
      close() {}
    }`)
    await context.unroute(isMessages)
    await page.reload()
    await page.locator('button.launcher').click()
    await frameOf(page).locator('.message.own:not(.pending) .bubble', { hasText: 'Before I leave' }).waitFor()
    const { messages } = await ada.call(listAgentMessages, { id })
    expect(messages.filter(({ content }) => content === 'Before I leave')).toHaveLength(1)
    await ada.call(sendAgentMessage, { id, content: 'Safe travels' })
    await shows(page, 'Safe travels')
  })

  it('goes on as the same visitor where its key was inactive for a while, or it is opened late', async () => {
    const { page } = await visit()
    await begin(page)
    await write(page, 'While it works')
    const before = await countVisitors()
    await ada.call(updateWidgetKey, { id: keyId, status: 'INACTIVE' })
    onTestFinished(async () => void (await ada.call(updateWidgetKey, { id: keyId, status: 'ACTIVE' })))
    await shows(page, 'We cannot take messages from you here')
    expect(await bubbles(page), 'what was said stays').toEqual(['While it works'])
    expect(await composer(page).count()).toBe(0)
    expect(await accessibilityProblems(innerFrame(page))).toEqual([])

    await ada.call(updateWidgetKey, { id: keyId, status: 'ACTIVE' })
    await frameOf(page).getByRole('button', { name: 'Close chat' }).click()
    await page.locator('button.launcher').click()
    await write(page, 'While it works again')
    await ada.call(sendAgentMessage, { id: await conversationWith('While it works again'), content: 'Welcome back' })
    await shows(page, 'Welcome back')
    expect(await countVisitors()).toBe(before)

    // A frame whose ticket has expired by the time that it is opened is loaded anew, before anything is written.
    const { page: late } = await visit()
    await innerFrame(late).evaluate('performance.now = () => 1e6')
    const loaded = late.waitForRequest(/\/widget\/frame/)
    await late.locator('button.launcher').click()
    await loaded
    await frameOf(late).locator('button.start').click()
    await write(late, 'I have been reading')
  })

  it('says to whom the desk has blocked that it takes nothing from them, also later', async () => {
    const { page } = await visit()
    await begin(page)
    await write(page, 'Let me in')
    const { visitor } = await ada.call(getTenantConversation, { id: await conversationWith('Let me in') })
    const before = await countVisitors()
    // What was on its way is refused as well, and cannot be sent again.
    let refused = () => {}
    const isBlocked = new Promise<void>((resolve) => {
      refused = resolve
    })
    await page.route(isMessages, (route) => isBlocked.then(() => route.continue()))
    await composer(page).fill('Let me in, please')
    await composer(page).press('Enter')
    await ada.call(blockVisitor, { id: visitor.id })
    refused()
    await shows(page, 'We cannot take messages from you here')
    await frameOf(page).locator('.pending.failed').waitFor()
    for (const [name, count] of [
      ['Delete', 1],
      ['Try again', 0],
    ] as const)
      expect(await frameOf(page).getByRole('button', { name }).count(), name).toBe(count)
    await frameOf(page).getByRole('button', { name: 'Back' }).click()
    expect(await frameOf(page).locator('button.start').count()).toBe(0)
    await page.reload()
    await page.locator('button.launcher').click()
    await shows(page, 'We cannot take messages from you here')
    expect(await countVisitors(), 'nor are they somebody new').toBe(before)
  })

  it('says that a conversation or its visitor was deleted, and lets them begin another one', async () => {
    const { page, troubles } = await visit()
    const gone = frameOf(page).getByRole('alert').filter({ hasText: 'This conversation is no longer here.' })
    const before = await countVisitors()
    await begin(page)
    await write(page, 'Forget this')
    await composer(page).fill('Half a thought')
    await ada.call(deleteTenantConversation, { id: await conversationWith('Forget this') })
    await gone.waitFor()
    expect(await bubbles(page)).toEqual([])
    expect(await accessibilityProblems(innerFrame(page))).toEqual([])
    await frameOf(page).getByRole('button', { name: 'Send us a message' }).click()
    expect(await composer(page).inputValue()).toBe('')
    await write(page, 'Forget me')
    expect(await countVisitors()).toBe(before + 1)

    const { visitor } = await ada.call(getTenantConversation, { id: await conversationWith('Forget me') })
    await ada.call(deleteTenantVisitor, { id: visitor.id })
    await gone.waitFor()
    await page.reload()
    await page.locator('button.launcher').click()
    await frameOf(page).locator('button.start').click()
    expect(await countVisitors(), 'looking makes nobody of who was deleted').toBe(before)
    await write(page, 'Somebody new')
    expect(await countVisitors()).toBe(before + 1)
    // What was asked for as whoever was deleted is refused.
    expect(troubles.filter((text) => !/40[14]|Applying inline style/.test(text))).toEqual([])
  })

  it('greets on the pages that it is told, asks before it begins, and shows who waits, what is pasted, and from right to left', async () => {
    const logoUrl = 'https://cdn.example/logo.png'
    onTestFinished(async () => {
      const widget = { logoUrl: null, preChat: null, greetings: null }
      await ada.call(updateTenantWorkspace, { settings: { widget, hours: { days: null, isAwayMessageSent: null } } })
    })
    await ada.call(updateTenantWorkspace, {
      settings: {
        widget: {
          logoUrl,
          preChat: [{ field: 'name', isRequired: true }, { field: 'phone' }],
          greetings: [
            { text: 'A lamp, perhaps?', afterSeconds: 0, pages: ['/lamps*'] },
            { text: 'A table, perhaps?', afterSeconds: 0, pages: ['/tables*'] },
          ],
        },
        notifications: { visitorSound: true },
        hours: { days: {}, isAwayMessageSent: false },
      },
    })
    await ada.socket()
    const earlier = await arrive(platform, await newWidgetKey(ada))
    await earlier.call(sendWidgetMessage, { content: 'I was here before' })
    const { page, troubles } = await visit({}, '/lamps/floor', (context) =>
      context.route(logoUrl, (route) =>
        route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
      ),
    )
    const greeting = page.locator('.greeting .text')
    await greeting.filter({ hasText: 'A lamp, perhaps?' }).waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await greeting.waitFor({ state: 'hidden' })
    // What was dismissed greets no more, neither in the next page.
    const logo = page.waitForRequest(logoUrl)
    await page.reload()
    await page.evaluate(`new Promise((resolve) => Parley('on', 'unread', resolve))`)
    await page.evaluate(`history.pushState(null, '', '/tables')`)
    await greeting.filter({ hasText: 'A table, perhaps?' }).click()
    expect((await logo).headers()).not.toHaveProperty('referer')
    await shows(page, 'We are away right now')

    await frameOf(page).locator('button.start').click()
    await frameOf(page).getByRole('button', { name: 'Start the conversation' }).click()
    expect(await accessibilityProblems(innerFrame(page))).toEqual([])
    await frameOf(page).locator('input[name=name]:invalid').fill('Layla')
    await frameOf(page).getByRole('button', { name: 'Start the conversation' }).click()
    await write(page, 'مرحبا، هل لديكم مصابيح؟')
    const direction = `getComputedStyle(document.querySelector('.bubble')).direction`
    expect(await innerFrame(page).evaluate(direction)).toBe('rtl')
    // No language of its own is written so; one that is may come.
    await innerFrame(page).evaluate(`document.documentElement.dir = 'rtl'`)
    expect(await accessibilityProblems(innerFrame(page))).toEqual([])
    expect(await innerFrame(page).evaluate(`document.documentElement.scrollWidth - innerWidth`)).toBeLessThanOrEqual(0)
    const placeOf = async (name: string) =>
      (await frameOf(page).getByRole('button', { name, exact: true }).boundingBox())!.x
    expect(await placeOf('Send')).toBeLessThan(await placeOf('Attach files'))
    await innerFrame(page).evaluate(`document.documentElement.removeAttribute('dir')`)
    const id = await conversationWith('مرحبا، هل لديكم مصابيح؟')
    expect(await ada.call(getTenantConversation, { id })).toMatchObject({ visitor: { name: 'Layla' } })
    await frameOf(page)
      .getByText(/conversations? before yours/)
      .waitFor()

    await innerFrame(page).evaluate(`(async () => {
      const blob = await new OffscreenCanvas(20, 20).getContext('2d').canvas.convertToBlob()
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File([blob], 'pasted.png', { type: 'image/png' }))
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.querySelector('.composer textarea').dispatchEvent(paste)
    })()`)
    await frameOf(page).locator('.chosen img').waitFor()
    expect(await accessibilityProblems(innerFrame(page))).toEqual([])
    await frameOf(page).getByRole('button', { name: 'Send', exact: true }).click()
    await frameOf(page).locator('.message:not(.pending) .picture img').waitFor()

    // What comes while nobody looks is heard.
    await frameOf(page).getByRole('button', { name: 'Close chat' }).click()
    const sound = page.waitForRequest(/\/sound-/)
    await ada.call(sendAgentMessage, { id, content: 'Yes' })
    await sound
    // Who is there is asked anew when somebody looks again.
    await ada.call(updateTenantWorkspace, { settings: { hours: { days: null } } })
    await page.locator('button.launcher').click()
    await frameOf(page).locator('.bar').getByText('We are online').waitFor()
    await ada.call(resolveAgentConversation, { id })
    await frameOf(page).locator('input[name=email]').fill('layla@home.example')
    await frameOf(page).getByText('How was our help?').waitFor()
    expect(await accessibilityProblems(innerFrame(page))).toEqual([])
    await frameOf(page).getByRole('button', { name: 'Email me this conversation' }).click()
    await shows(page, 'on its way to layla@home.example')
    expect(troubles.filter((text) => !text.startsWith('Applying inline style'))).toEqual([])
  })

  it('asks where an answer reaches who writes while nobody is there, and puts in an emoji by keyboard', async () => {
    await ada.call(updateTenantWorkspace, { settings: { hours: { days: {}, isAwayMessageSent: false } } })
    onTestFinished(async () => void (await ada.call(updateTenantWorkspace, { settings: { hours: null } })))
    const { page, troubles } = await visit()
    await begin(page)
    await composer(page).fill('Anybody?')
    await frameOf(page).getByRole('button', { name: 'Emoji', exact: true }).click()
    const picker = frameOf(page).getByRole('toolbar', { name: 'Emoji' })
    await picker.waitFor()
    expect(await accessibilityProblems(innerFrame(page))).toEqual([])
    await vi.waitUntil(() => innerFrame(page).evaluate(`document.activeElement.textContent === '😀'`))
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'Enter']) await page.keyboard.press(key)
    await picker.waitFor({ state: 'hidden' })
    // Below the first one, in rows of eight.
    expect(await composer(page).inputValue()).toBe('Anybody?😊')
    // Whatever is done elsewhere closes it, and Escape before the chat.
    const opener = frameOf(page).getByRole('button', { name: 'Emoji', exact: true })
    const heading = frameOf(page).locator('h1')
    const leaves = [() => heading.click(), () => composer(page).focus(), () => page.keyboard.press('Escape')]
    for (const leave of leaves) {
      await opener.click()
      await picker.waitFor()
      await leave()
      await picker.waitFor({ state: 'hidden' })
    }
    await composer(page).waitFor()
    expect(await innerFrame(page).evaluate('document.activeElement.ariaLabel')).toBe('Emoji')
    await page.setViewportSize({ width: 360, height: 640 })
    await opener.click()
    await picker.waitFor()
    const isCut = `((grid) => [...grid.children].some((button) => {
      const [{ top, bottom }, { bottom: end }] = [button.getBoundingClientRect(), grid.getBoundingClientRect()]
      return top + 2 < end && bottom > end + 2
    }))(document.querySelector('.emoji-picker'))`
    for (const height of [640, 320]) {
      await page.setViewportSize({ width: height === 320 ? 640 : 360, height })
      expect(await innerFrame(page).evaluate(isCut), `${height} px high`).toBe(false)
    }
    await opener.click()
    await write(page, 'Anybody?😊')
    const id = await conversationWith('Anybody?😊')
    await opener.click()
    await picker.waitFor()
    await ada.call(resolveAgentConversation, { id })
    await picker.waitFor({ state: 'hidden' })
    await ada.call(updateTenantConversationStatus, { id, status: 'WAITING' })

    await frameOf(page).locator('input[name=email]').fill('kari@home.example')
    expect(await accessibilityProblems(innerFrame(page))).toEqual([])
    await frameOf(page).getByRole('button', { name: 'Save' }).click()
    await shows(page, 'We will also answer to kari@home.example.')
    expect(await ada.call(getTenantConversation, { id })).toMatchObject({ visitor: { email: 'kari@home.example' } })
    // Who has just answered is there, whatever the hours say.
    const presence = frameOf(page).locator('.bar .presence')
    expect(await presence.textContent()).toBe('We are away right now')
    await ada.call(sendAgentMessage, { id, content: 'I am.' })
    await shows(page, 'I am.')
    expect(await presence.textContent()).toBe('We are online')
    expect(troubles.filter((text) => !text.startsWith('Applying inline style'))).toEqual([])
  })

  it('goes on where two long conversations were merged, and shows all of it page by page', async () => {
    const { page, troubles } = await visit()
    await begin(page)
    await write(page, 'The first one')
    const into = await conversationWith('The first one')
    await sayMuch(into, 'first')
    // However fast they come, the newest is in view.
    await shows(page, `first ${said - 1}`)
    expect(await frameOf(page).locator('.to-end').count()).toBe(0)
    await frameOf(page).getByRole('button', { name: 'Back' }).click()
    await frameOf(page).locator('button.start').click()
    await write(page, 'The second one')
    const conversationId = await conversationWith('The second one')
    await sayMuch(conversationId, 'second')
    await ada.call(mergeTenantConversation, { id: into, conversationId })
    const older = frameOf(page).getByRole('button', { name: 'Show earlier messages' })
    await older.waitFor()
    await write(page, 'Written after it')
    for (let clicks = 0; clicks < 2; clicks++) {
      const shown = (await bubbles(page)).length
      await older.click()
      await vi.waitUntil(async () => (await bubbles(page)).length > shown)
    }
    await older.waitFor({ state: 'detached' })
    const of = (which: string) => Array.from({ length: said }, (_, index) => `${which} ${index}`)
    expect(await bubbles(page)).toEqual([
      'The first one',
      ...of('first'),
      'The second one',
      ...of('second'),
      'Written after it',
    ])
    // What was on its way to be marked as read when they were merged is refused.
    expect(troubles.filter((text) => !text.includes('409'))).toEqual([])
  })

  describeLooks(shop, {
    languages: ['en', 'de', 'es'],
    looks: [
      ['dark', 1280],
      ['light', 1280],
      ['dark', 360],
    ],
  })
})
