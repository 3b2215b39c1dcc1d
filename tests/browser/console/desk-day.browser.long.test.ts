import { listAgentConversations } from '@parley/contracts/desk/conversation-lists'
import { assignAgentConversation } from '@parley/contracts/desk/conversations'
import { createWidgetKey } from '@parley/contracts/desk/widget-keys'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { colleague } from '@parley/testing/people'
import { randomOf } from '@parley/testing/random'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import { describe, expect, it, vi } from 'vitest'
import { openWebsite, type Page } from '../browser.ts'
import { begin, bubbles, shows, write } from '../shop.ts'
import { openOffice } from './office.ts'

const office = await openOffice(['gateway', 'channels', 'messaging', 'chat-engine', 'support-desk'])
const { platform, url, ada, browser, open } = office
const agents = [
  await colleague(platform, ada, 'Cem', { role: 'guest', agent: true }),
  await colleague(platform, ada, 'Dora', { role: 'guest', agent: true }),
  await colleague(platform, ada, 'Efe', { role: 'guest', agent: true }),
]
const { plainKey } = await ada.call(createWidgetKey, { name: 'Shop', domains: ['localhost'] })
const appKey = await newWidgetKey(ada)
const seed = Number(process.env.DAY_SEED ?? Date.now())
const rounds = 25
const promptly = { timeout: 5_000 }

const views = (page: Page) => page.getByRole('navigation', { name: 'Views' })
const rows = (page: Page) => page.getByRole('region', { name: 'Conversations' }).locator('li a')

/** What a list shows of each conversation: with whom, what was said last, how much is unread. */
const listed = (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((links) =>
    links.map((link) =>
      ['bdi', '[dir=auto]', '.unseen'].map((part) => link.querySelector(part)?.textContent).join(' | '),
    ),
  )

/**
 * One thing that an agent does with some conversation. Somebody else may be faster at any moment, and the button gone:
 * that is part of a day, and what is compared afterwards.
 */
async function act(page: Page, random: () => number, said: string): Promise<void> {
  await views(page)
    .getByRole('link', { name: random() < 0.5 ? 'Waiting' : 'All open' })
    .click()
  const count = await rows(page).count()
  if (count === 0) return
  const row = rows(page).nth(Math.floor(random() * count))
  const roll = random()
  const work = async () => {
    await row.click(promptly)
    if (roll < 0.6) {
      await page.getByRole('textbox', { name: /^Reply to/ }).fill(said, promptly)
      await page.getByRole('button', { name: 'Send', exact: true }).click(promptly)
    } else if (roll < 0.75) {
      await page.getByRole('button', { name: 'Note', exact: true }).click(promptly)
      await page.getByRole('textbox', { name: 'Write a note' }).fill(`${said}, among us`, promptly)
      await page.getByRole('button', { name: 'Add note' }).click(promptly)
      await page.getByRole('button', { name: 'Reply', exact: true }).click(promptly)
    } else if (roll < 0.9) await page.getByRole('button', { name: 'Assign to me' }).click(promptly)
    else await page.getByRole('button', { name: 'Resolve', exact: true }).click(promptly)
  }
  await work().catch((error: Error) => {
    if (error.name !== 'TimeoutError') throw error
  })
}

describe('a day at the desk', { timeout: 900_000 }, () => {
  it(`ends in the same state in three agents’ browsers and a visitor’s widget (seed ${seed})`, async () => {
    const pages = await Promise.all(agents.map(async (agent) => (await open(agent, '')).page))
    for (const page of pages) await page.getByRole('link', { name: 'Desk' }).click()
    const shop = await openWebsite(
      `default-src 'none'; script-src ${url}; frame-src ${url}`,
      () => `<!doctype html><title>A shop</title><script async src="${url}/widget.js" data-key="${plainKey}"></script>`,
    )
    const buyer = await (await browser.newContext()).newPage()
    await buyer.goto(shop.url)
    await begin(buyer)
    await write(buyer, 'Hello from the shop')
    const visitors = await Promise.all(
      ['Mia', 'Noor', 'Otto', 'Pia', 'Quin', 'Rosa'].map((name) => visit(platform, appKey, { user: { name } })),
    )

    const random = randomOf(seed)
    await Promise.all([
      ...pages.map(async (page, who) => {
        const own = randomOf(seed + 1 + who)
        for (let round = 0; round < rounds; round++) await act(page, own, `${agents[who]!.name} says ${round}`)
      }),
      ...visitors.map(async (visitor, who) => {
        const own = randomOf(seed + 100 + who)
        for (let round = 0; round < rounds / 2; round++) {
          await visitor.call(sendWidgetMessage, { content: `visitor ${who} writes ${round}` })
          await new Promise((resolve) => setTimeout(resolve, own() * 2_000))
        }
      }),
      (async () => {
        for (let round = 0; round < rounds / 2; round++) await write(buyer, `the buyer writes ${round}`)
      })(),
      (async () => {
        for (let round = 0; round < 10; round++) {
          const [from, to] = [agents[round % 3]!, agents[(round + 1) % 3]!]
          const { conversations } = await from.call(listAgentConversations, { mine: true, limit: 50 })
          const given = conversations[Math.floor(random() * conversations.length)]
          // Somebody may have resolved it since.
          if (given) await from.client.answer(assignAgentConversation, { id: given.id, agentId: to.userId })
          await new Promise((resolve) => setTimeout(resolve, 1_000))
        }
      })(),
    ])
    const last = 'And that is all for today'
    await write(buyer, last)
    for (const visitor of visitors) await visitor.call(sendWidgetMessage, { content: last })

    /** What a browser shows of everything, once it has received all. */
    async function stateOf(page: Page) {
      const state: Record<string, string[]> = {}
      for (const name of ['Waiting', 'All open', 'Closed']) {
        await views(page).getByRole('link', { name }).click()
        await vi.waitUntil(async () => (await page.locator('[aria-busy=true]').count()) === 0, 30_000)
        state[name] = await listed(page)
      }
      await views(page).getByRole('link', { name: 'All open' }).click()
      for (let i = 0; i < state['All open']!.length; i++) {
        await rows(page).nth(i).click()
        const conversation = page.getByRole('region', { name: state['All open']![i]!.split(' | ')[0]!, exact: true })
        await conversation.getByText(last).last().waitFor()
        state[`conversation ${i}`] = await conversation.getByRole('article').allTextContents()
      }
      return state
    }
    await Promise.all(pages.map((page) => page.getByText(last).first().waitFor()))
    const lists = async (page: Page) => (await stateOf(page))['All open']
    const [first] = await Promise.all(pages.map(lists))
    expect(first).toHaveLength(visitors.length + 1)
    for (const page of pages) {
      const live = await stateOf(page)
      await page.reload()
      await views(page).waitFor()
      expect(await stateOf(page)).toEqual(live)
      expect(live['All open']).toEqual(first)
    }
    await shows(buyer, last)
    const live = await bubbles(buyer)
    expect(live.join()).not.toContain('among us')
    await buyer.reload()
    await buyer.locator('button.launcher').waitFor()
    await shows(buyer, last)
    expect(await bubbles(buyer)).toEqual(live)
  })
})
