import { createCannedReply } from '@parley/contracts/desk/canned-replies'
import { assignTenantConversation, resolveTenantConversation } from '@parley/contracts/desk/conversations'
import { sendAgentMessage } from '@parley/contracts/desk/messages'
import { startWidgetSession } from '@parley/contracts/desk/widget'
import { createWidgetKey } from '@parley/contracts/desk/widget-keys'
import { listWidgetMessages, sendWidgetMessage, typeInWidget } from '@parley/contracts/desk/widget-messages'
import { encodeId } from '@parley/contracts/type-id'
import { colleague } from '@parley/testing/people'
import { describe, expect, it, vi } from 'vitest'
import { pathOfConversation } from '../../../services/gateway/src/push/paths.ts'
import { accessibilityProblems, type Page } from '../browser.ts'
import { narrowAndDark, openOffice } from './office.ts'

const { platform, ada, open } = await openOffice(['gateway', 'channels', 'messaging', 'chat-engine', 'support-desk'])
const cem = await colleague(platform, ada, 'Cem', { role: 'guest', agent: true })
const { plainKey } = await ada.call(createWidgetKey, { name: 'Shop' })

/** Somebody on the company’s website who has written. */
async function visitor(name: string, ...lines: string[]) {
  const { visitorToken } = await platform.client().call(startWidgetSession, {
    apiKey: plainKey,
    user: { name },
    page: { url: 'https://shop.example/lamps', title: 'Lamps' },
  })
  const client = platform.client(visitorToken)
  const say = (content: string) => client.call(sendWidgetMessage, { content })
  let conversationId = ''
  for (const line of lines) conversationId = (await say(line)).conversationId
  const received = async () => (await client.call(listWidgetMessages, {})).messages.map(({ content }) => content)
  return { client, say, received, conversationId }
}

/** Makes a page behave as one that nobody looks at, in a browser that notifies, and keeps the titles that are shown. */
const behindOthers = `
  localStorage.setItem('parley:notifications', 'on')
  document.hasFocus = () => false
  globalThis.Notification = class {
    static permission = 'granted'
    static shown = []
    constructor(title) {
      Notification.shown.push(title)
    }
  }`
const shownTo = (page: Page) => page.evaluate<string[]>('Notification.shown')

const inbox = (page: Page) => page.getByRole('region', { name: 'Conversations' })
const conversationWith = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const replyTo = (page: Page, name: string) => page.getByRole('textbox', { name: `Reply to ${name}` })
const view = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name }).click()

async function choose(page: Page, viewName: string, name: string): Promise<void> {
  await view(page, viewName)
  await inbox(page).getByRole('link', { name }).click()
  await replyTo(page, name).waitFor()
}

describe('the console’s desk', { timeout: 240_000 }, () => {
  it('lets two agents answer a visitor together: live, with notes that stay between them', async () => {
    await ada.call(createCannedReply, {
      name: 'Norway',
      content: 'Yes, {{visitor.name}}, we ship there.',
      isShared: true,
    })
    const a = await open(ada)
    const c = await open(cem)
    for (const { page } of [a, c]) await page.getByRole('link', { name: 'Desk' }).click()
    await view(a.page, 'Waiting')
    const mia = await visitor('Mia', 'Do you ship to Norway?')
    await inbox(a.page).getByRole('link', { name: 'Mia' }).getByText('1 unread message').waitFor({ state: 'attached' })
    await choose(a.page, 'Waiting', 'Mia')
    await conversationWith(a.page, 'Mia').getByRole('article').getByText('Do you ship to Norway?').waitFor()
    await choose(c.page, 'Waiting', 'Mia')
    await c.page.getByText('Ada is looking too').waitFor()
    await mia.client.call(typeInWidget, {})
    await a.page.getByText('Mia is writing…').waitFor()

    await a.page.getByRole('button', { name: 'Note', exact: true }).click()
    await a.page.getByRole('textbox', { name: 'Write a note' }).fill('Mia is a good customer')
    await a.page.getByRole('button', { name: 'Add note' }).click()
    await c.page.getByRole('article', { name: 'Note by Ada' }).getByText('Mia is a good customer').waitFor()

    await a.page.getByRole('button', { name: 'Reply', exact: true }).click()
    await replyTo(a.page, 'Mia').pressSequentially('/nor')
    await a.page.getByRole('option', { name: 'Norway' }).click()
    await vi.waitUntil(async () => (await replyTo(a.page, 'Mia').inputValue()) === 'Yes, Mia, we ship there.')
    await a.page.getByRole('button', { name: 'Send' }).click()
    await conversationWith(c.page, 'Mia').getByText('Yes, Mia, we ship there.').waitFor()
    await c.page.getByText('Ada has this conversation, and answers it.').waitFor()
    expect(await mia.received()).toEqual(['Do you ship to Norway?', 'Yes, Mia, we ship there.'])

    await a.page.getByRole('button', { name: 'Resolve' }).click()
    await c.page.getByText(/^Resolved /).waitFor()
    await view(c.page, 'Closed')
    await inbox(c.page).getByRole('link', { name: 'Mia' }).waitFor()
    expect([...a.troubles, ...c.troubles]).toEqual([])
    await Promise.all([a.context.close(), c.context.close()])
  })

  it('says who was faster, and keeps the text of whoever was not', async () => {
    const { conversationId, received } = await visitor('Noor', 'Is anybody there?')
    // Where a notification leads.
    const path = pathOfConversation(ada.workspaceId, { id: conversationId, status: 'WAITING' })
    const { page, context } = await open(cem, path.slice('/app'.length))
    await inbox(page).getByRole('link', { name: 'Noor' }).waitFor()
    await replyTo(page, 'Noor').fill('I am her')
    await replyTo(page, 'Noor').press('Home')
    await replyTo(page, 'Noor').press('Shift+ArrowRight')
    await replyTo(page, 'Noor').press('Delete')
    await replyTo(page, 'Noor').pressSequentially('Yes, I')
    expect(await replyTo(page, 'Noor').inputValue()).toBe('Yes, I am her')
    await context.setOffline(true)
    await replyTo(page, 'Noor').fill('I am, and I was late')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Waiting to be sent').waitFor()
    await ada.call(sendAgentMessage, { id: conversationId, content: 'I am' })
    await context.setOffline(false)
    await page.getByRole('alert').getByText('Ada was faster').waitFor()
    expect(await replyTo(page, 'Noor').inputValue()).toBe('I am, and I was late')
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
    await page.reload()
    await replyTo(page, 'Noor').waitFor()
    expect(await replyTo(page, 'Noor').inputValue()).toBe('I am, and I was late')
    expect(await received()).toEqual(['Is anybody there?', 'I am'])
    await context.close()
  })

  it('is worked by keys: to a conversation, taking it, answering, and on to the next', async () => {
    const { page, context, troubles } = await open(cem)
    await page.getByRole('link', { name: 'Desk' }).click()
    const first = await visitor('Otto', 'My lamp is dark')
    await visitor('Pia', 'Mine, too')
    await view(page, 'Waiting')
    await inbox(page).getByRole('link', { name: 'Pia' }).waitFor()
    await page.keyboard.press('j')
    await page.getByText('My lamp is dark').last().waitFor()
    await page.keyboard.press('a')
    await page.getByText('With Cem').waitFor()
    await page.keyboard.press('r')
    await page.keyboard.type('Is it plugged in? j k e')
    await page.keyboard.press('Enter')
    await vi.waitUntil(async () => (await first.received()).length === 2)
    await page.keyboard.press('Escape')
    await view(page, 'Mine')
    await page.keyboard.press('j')
    await replyTo(page, 'Otto').waitFor()
    await page.keyboard.press('e')
    await page.getByText('All done here').waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('notifies an agent who is elsewhere in the console of visitors, and counts them in the tab’s title', async () => {
    const { page, context, troubles } = await open(cem)
    const first = await visitor('Quim', 'Hello?')
    await context.addInitScript(behindOthers)
    await page.reload()
    await vi.waitUntil(async () => /^\(\d+\) /.test(await page.title()), 30_000)
    const { conversationId, say } = await visitor('Rosa', 'Is it waterproof?')
    await vi.waitUntil(async () => (await shownTo(page)).includes('Rosa waits for an answer'), 30_000)
    await ada.call(assignTenantConversation, { id: conversationId, agentId: encodeId('usr', cem.userId) })
    await vi.waitUntil(async () => (await shownTo(page)).includes('Rosa is yours now'), 30_000)
    await say('It rains here')
    await vi.waitUntil(async () => (await shownTo(page)).includes('Rosa'), 30_000)
    for (const id of [conversationId, first.conversationId]) await ada.call(resolveTenantConversation, { id })
    expect(troubles).toEqual([])
    await page.getByRole('button', { name: /^Your account/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByLabel('Email address').waitFor()
    expect(await page.evaluate("localStorage.getItem('parley:notifications')")).toBeNull()
    await context.close()
  })

  it('shows what is known of a visitor, and takes tags and notes on them', async () => {
    const { page, context, troubles } = await open(ada)
    await page.getByRole('link', { name: 'Desk' }).click()
    await choose(page, 'Waiting', 'Pia')
    await vi.waitUntil(async () => (await page.title()).endsWith('Pia · Ada’s · Parley'), 30_000)
    await page.getByRole('button', { name: 'Visitor' }).click()
    const pane = page.getByRole('complementary', { name: 'Visitor' })
    await pane.getByRole('link', { name: 'Lamps' }).waitFor()
    await pane.getByRole('textbox', { name: 'Add a tag' }).fill('vip')
    await pane.getByRole('textbox', { name: 'Add a tag' }).press('Enter')
    await pane.getByRole('button', { name: 'Remove vip' }).waitFor()
    await pane.getByRole('textbox', { name: 'Notes' }).fill('Has four lamps')
    await pane.getByRole('button', { name: 'Save' }).click()
    await pane.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' })
    await view(page, 'Visitors')
    await page.getByRole('textbox', { name: 'Search visitors' }).fill('pia')
    const found = page.getByRole('region', { name: 'Visitors' }).getByRole('link', { name: 'Pia' })
    await found.getByText('vip').waitFor()
    await found.click()
    await page.reload()
    await found.waitFor()
    expect(await page.getByRole('textbox', { name: 'Search visitors' }).inputValue()).toBe('pia')
    expect(troubles).toEqual([])
    await context.close()
  })

  it('keeps what an inbox is filtered and searched by, over a reload and Back', async () => {
    const { page, context, troubles } = await open(cem)
    await page.getByRole('link', { name: 'Desk' }).click()
    await view(page, 'All open')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    const status = page.getByRole('combobox', { name: 'Status' })
    await status.selectOption('closed')
    const search = page.getByRole('textbox', { name: 'Search conversations' })
    await search.pressSequentially('otto')
    await inbox(page).getByRole('link', { name: 'Otto' }).click()
    await conversationWith(page, 'Otto').waitFor()
    await page.reload()
    await inbox(page).getByRole('link', { name: 'Otto' }).waitFor()
    expect(await status.inputValue()).toBe('closed')
    await page.goBack()
    await conversationWith(page, 'Otto').waitFor({ state: 'detached' })
    expect(await search.inputValue()).toBe('otto')
    await search.press('Escape')
    await inbox(page).getByRole('link', { name: 'Mia' }).waitFor()
    await view(page, 'All open')
    await inbox(page).getByRole('link', { name: 'Pia' }).waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('reports what the desk has done, with a table behind each picture', async () => {
    const { page, context, troubles } = await open(ada)
    await page.getByRole('link', { name: 'Desk' }).click()
    await view(page, 'Reports')
    const reports = page.getByRole('region', { name: 'Reports' })
    // Figures are folded within seconds.
    await vi.waitUntil(
      async () => {
        await page.getByRole('button', { name: '28 days' }).click()
        await page.getByRole('button', { name: '7 days' }).click()
        return reports.getByText('Show as a table').first().isVisible()
      },
      { timeout: 20_000, interval: 1_000 },
    )
    await reports.getByText('Show as a table').first().click()
    await reports.getByRole('region', { name: 'Conversations' }).getByRole('table').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download CSV' }).click()
    expect((await download).suggestedFilename()).toMatch(/^desk-.*\.csv$/)
    await page.getByRole('button', { name: '28 days' }).click()
    await page.reload()
    await page.getByRole('button', { name: '28 days', pressed: true }).waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    expect(troubles).toEqual([])
    await context.close()
  })

  it('has nothing that axe objects to, dark and 360 wide', async () => {
    const { page, context } = await open(ada, '', narrowAndDark)
    await page.getByRole('link', { name: 'Desk' }).click()
    await view(page, 'All open')
    await inbox(page).getByRole('link', { name: 'Pia' }).waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await inbox(page).getByRole('link', { name: 'Pia' }).click()
    await page.getByText('Mine, too').last().waitFor()
    await page.getByRole('button', { name: 'Visitor' }).click()
    await page.getByRole('button', { name: 'Block this visitor' }).waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await context.close()
  })
})
