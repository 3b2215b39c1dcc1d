import { createHmac } from 'node:crypto'
import { blockVisitor } from '@parley/contracts/desk/blocks'
import { getTenantConversation, listTenantConversations } from '@parley/contracts/desk/conversation-lists'
import { resolveAgentConversation } from '@parley/contracts/desk/conversations'
import { mergeTenantConversation } from '@parley/contracts/desk/merging'
import { listAgentMessages, sendAgentMessage, typeToVisitor } from '@parley/contracts/desk/messages'
import { listTenantVisitors } from '@parley/contracts/desk/visitors'
import { createIdentitySecret } from '@parley/contracts/desk/widget'
import { createWidgetKey, updateWidgetKey } from '@parley/contracts/desk/widget-keys'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { typing } from '@parley/contracts/sockets/events'
import { freePort } from '@parley/embedded/ports'
import { newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { visit as arrive, newWidgetKey } from '@parley/testing/visitors'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { loadLanguage } from '../../apps/widget/src/i18n/languages.ts'
import {
  accessibilityProblems,
  type BrowserContextOptions,
  openBrowser,
  openWebsite,
  type Page,
  watchForTroubles,
} from './browser.ts'

/** Files are loaded from the URL that the deployment is known by. */
const port = String(await freePort())
const platform = await bootPlatform({
  services: ['gateway', 'support-desk'],
  env: { PUBLIC_URL: `http://127.0.0.1:${port}` },
  serviceEnv: { gateway: { PORT: port } },
})
const ada = await newcomer(platform, 'ada')
const { plainKey, id: keyId } = await ada.call(createWidgetKey, { name: 'Shop', domains: ['localhost'] })

/** Nothing but what a widget needs: its script and its frame. */
const policy = [
  "default-src 'none'",
  `script-src ${platform.url}`,
  `frame-src ${platform.url}`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')
const shop = await openWebsite(policy, (path) => {
  const { searchParams } = new URL(path, 'http://localhost')
  const language = searchParams.get('language')
  return `<!doctype html><html lang="en" dir="${searchParams.get('dir') ?? 'ltr'}"><head><meta name="viewport" content="width=device-width"><title>A shop</title>
<script async src="${platform.url}/widget.js" data-key="${plainKey}"${language ? ` data-language="${language}"` : ''}></script>
</head><body><main><h1>Lamps</h1><button id="own">Buy</button></main></body></html>`
})
const browser = await openBrowser()

/** Somebody who looks at the shop; what has gone wrong for them is in `troubles`. */
async function visit(options: BrowserContextOptions = {}, path = '/') {
  const context = await browser.newContext(options)
  const troubles = watchForTroubles(context)
  const open = async () => {
    const page = await context.newPage()
    await page.goto(shop.url + path)
    await page.locator('button.launcher').waitFor()
    return page
  }
  return { context, troubles, open, page: await open() }
}

const frameOf = (page: Page) => page.frameLocator('iframe.frame')
const innerFrame = (page: Page) => page.frames().find((frame) => frame.url().includes('/widget/frame'))!
const composer = (page: Page) => frameOf(page).locator('.composer textarea')
const bubbles = (page: Page) => frameOf(page).locator('.bubble').allTextContents()
const countVisitors = async () => (await ada.call(listTenantVisitors, {})).stats.total

async function begin(page: Page) {
  await page.locator('button.launcher').click()
  await frameOf(page).locator('button.start').click()
}

async function write(page: Page, text: string) {
  await composer(page).fill(text)
  await composer(page).press('Enter')
  await frameOf(page).locator('.message.own:not(.pending) .bubble', { hasText: text }).waitFor()
}

const shows = (page: Page, text: string) => frameOf(page).getByText(text).first().waitFor()

/** How many messages make a conversation long: two of them are more than two pages. */
const said = 60

async function sayMuch(id: string, which: string): Promise<void> {
  for (let index = 0; index < said; index++) await ada.call(sendAgentMessage, { id, content: `${which} ${index}` })
}

const plan = { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 of nothing') }

/** The conversation in which somebody has just written this. */
async function conversationWith(text: string): Promise<string> {
  const { conversations } = await ada.call(listTenantConversations, { limit: 100 })
  return conversations.find(({ lastMessage }) => lastMessage?.content === text)!.id
}

describe('the widget on a page of another origin with a strict policy', { timeout: 240_000 }, () => {
  it('lets a visitor and an agent talk, over reloads and in two tabs, until it is resolved and rated', async () => {
    const before = await countVisitors()
    const { page, open, troubles } = await visit({ viewport: { width: 1280, height: 800 } })
    await begin(page)
    expect(await countVisitors(), 'looking makes no visitor').toBe(before)

    await write(page, 'Do you ship to Norway?')
    expect(await countVisitors()).toBe(before + 1)
    const id = await conversationWith('Do you ship to Norway?')
    const desk = await ada.socket()
    await composer(page).pressSequentially('Thin')
    await desk.next(typing, ({ data }) => 'senderType' in data && data.senderType === 'VISITOR')
    await composer(page).fill('')
    await ada.call(typeToVisitor, { id })
    await frameOf(page).getByText('ada is writing…').waitFor({ state: 'attached' })
    await ada.call(sendAgentMessage, { id, content: 'Yes: see https://shop.example/shipping.' })
    await shows(page, 'Yes: see')
    const link = frameOf(page).locator('.bubble a')
    expect(await link.getAttribute('href')).toBe('https://shop.example/shipping')
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow')
    // Answering has read what was asked, and the visitor has seen the answer.
    await shows(page, 'Seen')
    await vi.waitUntil(async () => (await ada.call(listAgentMessages, { id })).messages.every(({ seenAt }) => seenAt))

    await frameOf(page)
      .locator('input[type=file]')
      .setInputFiles({
        name: 'lamp.png',
        mimeType: 'image/png',
        buffer: await pictureOf(page),
      })
    await frameOf(page).getByRole('button', { name: 'Send', exact: true }).click()
    await frameOf(page).locator('.message:not(.pending) .picture img').waitFor()
    const { messages } = await ada.call(listAgentMessages, { id })
    expect(messages.at(-1)).toMatchObject({
      messageType: 'FILE',
      attachments: [{ name: 'lamp.png', type: 'image/png' }],
    })

    // What is written goes on in the next page, but for files, of which that is said.
    await composer(page).fill('Half a thought')
    await frameOf(page).locator('input[type=file]').setInputFiles(plan)
    await frameOf(page).locator('.chosen .file-name', { hasText: 'plan.pdf' }).waitFor()
    await page.reload()
    await page.locator('button.launcher').waitFor()
    await page.locator('button.launcher').click()
    await shows(page, 'Do you ship to Norway?')
    await shows(page, 'Lost with the page you left: plan.pdf')
    expect(await composer(page).inputValue()).toBe('Half a thought')

    const other = await open()
    await other.locator('button.launcher').click()
    await shows(other, 'Do you ship to Norway?')
    await write(other, 'And to Sweden?')
    await shows(page, 'And to Sweden?')
    expect((await bubbles(page)).filter((text) => text === 'And to Sweden?')).toHaveLength(1)
    await other.close()

    await ada.call(resolveAgentConversation, { id })
    await frameOf(page).getByText('How was our help?').waitFor()
    await frameOf(page).locator('.faces label').nth(4).click()
    await frameOf(page).getByRole('button', { name: 'Submit' }).click()
    await shows(page, 'Thank you for telling us.')
    expect(await ada.call(getTenantConversation, { id })).toMatchObject({ status: 'CLOSED', rating: 5 })
    expect(troubles).toEqual([])
  })

  it('keeps what is written while the network is gone, and sends it once', async () => {
    const { page, context, troubles } = await visit()
    await begin(page)
    await write(page, 'Before the tunnel')
    await context.setOffline(true)
    await composer(page).fill('In the tunnel')
    await composer(page).press('Enter')
    await frameOf(page).locator('.pending.waiting').waitFor()
    const id = await conversationWith('Before the tunnel')
    await ada.call(sendAgentMessage, { id, content: 'Are you there?' })
    await context.setOffline(false)
    await shows(page, 'Are you there?')
    await frameOf(page).locator('.pending').waitFor({ state: 'detached' })
    const { messages } = await ada.call(listAgentMessages, { id })
    expect(messages.map(({ content }) => content).sort()).toEqual([
      'Are you there?',
      'Before the tunnel',
      'In the tunnel',
    ])
    expect((await bubbles(page)).sort()).toEqual(['Are you there?', 'Before the tunnel', 'In the tunnel'])
    expect(troubles).toEqual([])
  })

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
    const isDown = (url: URL) => url.pathname === '/api/widget/messages'
    await context.route(isDown, (route) =>
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
    await context.unroute(isDown)
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
    await frameOf(page).locator('button.start').click()
    await composer(page).fill('While it does not')
    await composer(page).press('Enter')
    await shows(page, 'We cannot take messages from you here')
    await frameOf(page).locator('.pending.failed').waitFor()
    expect(await accessibilityProblems(innerFrame(page))).toEqual([])

    await ada.call(updateWidgetKey, { id: keyId, status: 'ACTIVE' })
    await frameOf(page).getByRole('button', { name: 'Try again' }).click()
    await frameOf(page).locator('.message.own:not(.pending) .bubble', { hasText: 'While it does not' }).waitFor()
    await ada.call(sendAgentMessage, { id: await conversationWith('While it does not'), content: 'Welcome back' })
    await shows(page, 'Welcome back')
    await frameOf(page).getByRole('button', { name: 'Back' }).click()
    await shows(page, 'While it works')
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

  it('makes one visitor of two tabs that begin at once, and somebody new of who comes after a reset', async () => {
    const before = await countVisitors()
    const { page, open, context } = await visit()
    const other = await open()
    for (const tab of [page, other]) {
      await tab.bringToFront()
      await begin(tab)
    }
    await Promise.all([write(page, 'From the left'), write(other, 'From the right')])
    expect(await countVisitors()).toBe(before + 1)
    await frameOf(other).getByRole('button', { name: 'Back' }).click()
    await shows(other, 'From the left')
    await composer(page).fill('Something private')
    await page.evaluate(`
      window.heard = [];
      Parley('on', 'close', () => heard.push('close'));
      Parley('reset');
    `)
    expect(await page.evaluate('heard')).toEqual(['close'])
    for (const tab of [other, page]) {
      await tab.bringToFront()
      await tab.locator('iframe.frame').waitFor({ state: 'hidden' })
      await tab.locator('button.launcher').click()
      await frameOf(tab).locator('button.start').waitFor()
      expect(await frameOf(tab).locator('.past').count()).toBe(0)
    }
    await frameOf(page).locator('button.start').click()
    expect(await composer(page).inputValue()).toBe('')
    await write(page, 'Somebody else')
    expect(await bubbles(page)).toEqual(['Somebody else'])
    expect(await countVisitors()).toBe(before + 2)
    await context.close()
  })

  it('says to whom the desk has blocked that it takes nothing from them, also later', async () => {
    const { page } = await visit()
    await begin(page)
    await write(page, 'Let me in')
    const { visitor } = await ada.call(getTenantConversation, { id: await conversationWith('Let me in') })
    const before = await countVisitors()
    await ada.call(blockVisitor, { id: visitor.id })
    await frameOf(page).locator('button.start').click()
    await composer(page).fill('Let me in, please')
    await composer(page).press('Enter')
    await shows(page, 'We cannot take messages from you here')
    await frameOf(page).locator('.pending.failed').waitFor()
    await page.reload()
    await page.locator('button.launcher').click()
    await shows(page, 'We cannot take messages from you here')
    expect(await countVisitors(), 'nor are they somebody new').toBe(before)
  })

  it('is used by keyboard alone, and takes the focus no longer than it is wanted', async () => {
    const { page, troubles } = await visit({ viewport: { width: 1280, height: 800 } })
    await page.locator('#own').focus()
    await page.evaluate('window.Parley("open")')
    const focused = () => innerFrame(page).evaluate('document.activeElement.tagName')
    await vi.waitUntil(async () => (await focused()) === 'H1')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await vi.waitUntil(async () => (await focused()) === 'TEXTAREA')
    await page.keyboard.type('By hand')
    await page.keyboard.press('Enter')
    await shows(page, 'By hand')
    await page.keyboard.press('Escape')
    await page.locator('iframe.frame').waitFor({ state: 'hidden' })
    expect(await page.evaluate('document.activeElement.id')).toBe('own')
    expect(troubles).toEqual([])
  })

  it('obeys the page, by both ways of calling it, and tells it what happens', async () => {
    const { page } = await visit()
    await page.evaluate(`
      window.heard = [];
      for (const name of ['open', 'close', 'unread', 'message']) Parley('on', name, (data) => heard.push([name, data]));
      Parley.open();
    `)
    await frameOf(page).locator('button.start').click()
    await write(page, 'Hello from the page')
    await page.evaluate('Parley("close")')
    const heard = (await page.evaluate('heard')) as [string, unknown][]
    expect(heard).toEqual(
      expect.arrayContaining([
        ['open', undefined],
        ['message', { sender: 'visitor' }],
        ['close', undefined],
      ]),
    )

    const { secret } = await ada.call(createIdentitySecret, {})
    const hash = createHmac('sha256', secret).update('customer-7').digest('hex')
    await page.evaluate(`Parley('identify', ${JSON.stringify({ externalId: 'customer-7', name: 'Kari', hash })})`)
    const named = async () => (await ada.call(listTenantVisitors, { search: 'Kari' })).visitors
    await vi.waitUntil(async () => (await named()).length > 0)
    expect(await named()).toMatchObject([{ name: 'Kari', externalId: 'customer-7' }])
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
    const { page, context, troubles } = await visit({}, '/lamps/floor')
    await context.route(logoUrl, (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
    )
    const greeting = page.locator('.greeting .text')
    await greeting.filter({ hasText: 'A lamp, perhaps?' }).waitFor()
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await greeting.waitFor({ state: 'hidden' })
    // What was dismissed greets no more, neither in the next page.
    await page.reload()
    await page.evaluate(`new Promise((resolve) => Parley('on', 'unread', resolve))`)
    const logo = page.waitForRequest(logoUrl)
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
    await frameOf(page).getByRole('button', { name: 'Email me this conversation' }).click()
    await shows(page, 'on its way to layla@home.example')
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

  it.each(['tr', 'de', 'es', 'en'])(
    'speaks %s: of what it shows, what is read aloud, and why it was refused',
    async (code) => {
      const { texts } = await loadLanguage(code)
      const { context, page } = await visit({}, `/?language=${code}`)
      expect(await page.locator('button.launcher').getAttribute('aria-label')).toBe(texts.open)
      await begin(page)
      expect(await innerFrame(page).evaluate('document.documentElement.lang')).toBe(code)
      expect(await page.locator('button.launcher').getAttribute('aria-label')).toBe(texts.close)
      for (const name of [texts.back, texts.close, texts.attach, texts.emoji, texts.send])
        await frameOf(page).getByRole('button', { name, exact: true }).waitFor()
      await frameOf(page).getByRole('textbox', { name: texts.message, exact: true }).waitFor()
      await frameOf(page).getByRole('log', { name: texts.messages }).waitFor()

      await frameOf(page)
        .locator('input[type=file]')
        .setInputFiles({ ...plan, buffer: Buffer.from('no plan') })
      await frameOf(page)
        .getByRole('button', { name: texts.remove('plan.pdf') })
        .waitFor()
      await frameOf(page).getByRole('button', { name: texts.send, exact: true }).click()
      await frameOf(page).getByRole('alert').filter({ hasText: texts.wrongFiles }).waitFor()
      for (const name of [texts.retry, texts.discard]) await frameOf(page).getByRole('button', { name }).waitFor()
      await context.close()
    },
  )

  it.each([
    ['light', 360],
    ['dark', 1280],
  ] as const)(
    'has nothing that axe objects to in %s at %i pixels, in the company’s colour',
    async (colorScheme, width) => {
      await ada.call(updateTenantWorkspace, {
        settings: { widget: { color: '#ffd400', title: 'Larch & Lantern', side: 'left' } },
      })
      const viewport = { width, height: 700 }
      const { page, troubles } = await visit({ colorScheme, reducedMotion: 'reduce', viewport }, '/?dir=rtl')
      expect(await accessibilityProblems(page.mainFrame())).toEqual([])
      await page.locator('button.launcher').click()
      await shows(page, 'Larch & Lantern')
      expect(await accessibilityProblems(innerFrame(page))).toEqual([])
      await frameOf(page).locator('button.start').click()
      await write(page, `Hello in ${colorScheme}`)
      await ada.call(sendAgentMessage, { id: await conversationWith(`Hello in ${colorScheme}`), content: 'Hello!' })
      await shows(page, 'Hello!')
      expect(await accessibilityProblems(innerFrame(page))).toEqual([])
      expect((await page.locator('iframe.frame').boundingBox())!.width).toBe(Math.min(width, 400))
      // axe adds a style of its own, which the frame's policy refuses.
      expect(troubles.filter((text) => !text.startsWith('Applying inline style'))).toEqual([])
    },
  )
})

/** A small picture, as the browser itself draws it. */
const pictureOf = (page: Page): Promise<Buffer> => page.screenshot({ clip: { x: 0, y: 0, width: 64, height: 48 } })
