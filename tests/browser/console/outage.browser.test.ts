import { listMessages } from '@parley/contracts/messages/messages'
import { freePort } from '@parley/embedded/ports'
import { describe, expect, it, vi } from 'vitest'
import { startBalancer } from '../../balancer.ts'
import { bootProcesses } from '../../processes.ts'
import type { Page } from '../browser.ts'
import { composerOf, officeOn, rowOf } from './office.ts'

const port = await freePort()
const url = `http://localhost:${port}`
const platform = await bootProcesses({
  gateways: 2,
  durable: true,
  services: ['gateway', 'channels', 'messaging', 'chat-engine'],
  env: { PUBLIC_URL: url },
})
await startBalancer(port, platform.gatewayUrls)
const { ada, bob, channel, open } = await officeOn(platform, url)
const lamps = 'Message #lamps'

/** What the page shows of the channel, in its order. */
const shown = (page: Page) => page.locator('article[data-row] p').allTextContents()

describe('two browsers in conversation', { timeout: 240_000 }, () => {
  it('lose nothing, show nothing twice and agree on the order while each gateway dies under them', async () => {
    const people = [await open(ada), await open(bob)]
    for (const { page } of people) await page.getByRole('link', { name: 'lamps' }).click()

    /** Each writes one line after another, without waiting for anything to be sent. */
    const said: string[] = []
    async function converse(part: string): Promise<void> {
      for (let line = 1; line <= 6; line++)
        await Promise.all(
          people.map(async ({ page }, who) => {
            const text = `${['Ada', 'Bob'][who]} says ${part} ${line}`
            said.push(text)
            await composerOf(page, lamps).fill(text)
            await composerOf(page, lamps).press('Enter')
            await rowOf(page, text).waitFor()
          }),
        )
    }

    for (const gateway of ['gateway', 'gateway-2']) {
      const dying = platform.kill(gateway, 'SIGKILL')
      await converse(`while ${gateway} dies`)
      await dying
      await platform.ready(gateway)
      await converse(`when ${gateway} is back`)
    }
    const sent = await vi.waitUntil(async () => {
      const { data } = await ada.call(listMessages, { channel_id: channel.id, limit: 100 })
      const contents = data.map((message) => ('content' in message ? message.content : '')).toReversed()
      return contents.length >= said.length && contents
    }, 60_000)
    expect(sent.toSorted()).toEqual(said.toSorted())
    for (const { page } of people) {
      await page.getByText('waiting to be sent').first().waitFor({ state: 'detached' })
      await vi.waitFor(async () => expect(await shown(page)).toEqual(sent), 60_000)
      await page.reload()
      await vi.waitFor(async () => expect(await shown(page)).toEqual(sent), 60_000)
    }
  })
})
