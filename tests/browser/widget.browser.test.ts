import { createHmac } from 'node:crypto'
import { getTenantConversation } from '@parley/contracts/desk/conversation-lists'
import { resolveAgentConversation } from '@parley/contracts/desk/conversations'
import { listAgentMessages, sendAgentMessage, typeToVisitor } from '@parley/contracts/desk/messages'
import { listTenantVisitors } from '@parley/contracts/desk/visitors'
import { createIdentitySecret } from '@parley/contracts/desk/widget'
import { typing } from '@parley/contracts/sockets/events'
import { describe, expect, it, vi } from 'vitest'
import { describeLooks } from './looks.ts'
import {
  begin,
  bubbles,
  composer,
  frameOf,
  innerFrame,
  openShop,
  pictureOf,
  plan,
  shadowRoot,
  shows,
  write,
} from './shop.ts'

const shop = await openShop()
const { ada, conversationWith, countVisitors, visit } = shop

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

  it('is used by keyboard alone, and takes the focus no longer than it is wanted', async () => {
    const { page, troubles } = await visit({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' })
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
    const fillOf = (selector: string, root: string) =>
      `getComputedStyle(${root}.querySelector('${selector}')).backgroundColor`
    const fill = await page.evaluate(fillOf('.launcher', shadowRoot))
    expect(await innerFrame(page).evaluate(fillOf('.bar', 'document'))).toBe(fill)
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

  describeLooks(shop, { languages: ['tr'], looks: [['light', 360]] })
})
