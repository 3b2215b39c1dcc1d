import { randomUUID } from 'node:crypto'
import { inviteWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { insertSignInLink } from '@parley/testing/rows/gateway'
import { describe, expect, it, vi } from 'vitest'
import { accessibilityProblems, watchForTroubles } from '../browser.ts'
import { composerOf, openOffice, rowOf, write } from './office.ts'

const { ada, browser, platform, url } = await openOffice()

/** A link such as `npm start` prints. */
async function signInLink(): Promise<string> {
  const secret = randomUUID()
  await insertSignInLink(platform.database, ada.userId, secret)
  return `${url}/app/sign-in#once=${secret}`
}

/** The newest mail to an address, once a job has sent it; others were invited before. */
const mailTo = (address: string) =>
  vi.waitUntil(
    async () => {
      const mails = await fetch(`${url}/dev/mail`, { headers: { accept: 'application/json' } })
      return ((await mails.json()) as { to: string; text: string }[]).find(({ to }) => to === address)
    },
    { timeout: 30_000, interval: 50 },
  )

describe('the first run', { timeout: 240_000 }, () => {
  it('leads from the printed link to a first message, a twin’s answer and a visitor, by what the screens say', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const troubles = watchForTroubles(context)
    const page = await context.newPage()
    await page.goto(await signInLink())
    await page.getByRole('heading', { name: 'First steps' }).waitFor()
    troubles.splice(0) // before anybody was signed in
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    const step = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) })
    const isTicked = (name: string) => step(name).getByText('(Done)').waitFor({ state: 'attached' })
    const area = (name: string) => page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name })
    const back = () => page.getByRole('link', { name: 'First steps' }).click()
    // The office has two people already.
    await isTicked('Invite a colleague')

    await page.getByRole('button', { name: 'Load a demo' }).click()
    await page.getByRole('link', { name: 'Launch week' }).waitFor()
    await isTicked('Look around first')

    await page.getByRole('button', { name: 'Write in General' }).click()
    await write(page, 'Message #General', 'Hello, everybody')
    await back()
    await isTicked('Say something')

    await page.getByRole('button', { name: 'Bring LVNG into General' }).click()
    await composerOf(page, 'Message #General').press('Enter')
    await rowOf(page, '22 Nm').waitFor()
    await back()
    await isTicked('Ask a twin')

    await page.getByRole('button', { name: 'Create a widget key' }).click()
    await page.getByRole('button', { name: 'Create a key' }).first().click()
    await page.getByLabel('Name').fill('Demo shop')
    await page.keyboard.press('Enter')
    const [shop] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Try it in a demo shop' }).click(),
    ])
    await shop.locator('button.launcher').click()
    const widget = shop.frameLocator('iframe.frame')
    await widget.locator('button.start').click()
    await widget.locator('.composer textarea').fill('Do you ship to Norway?')
    await widget.locator('.composer textarea').press('Enter')
    await page.getByRole('button', { name: 'Close' }).last().click()
    await area('Desk').click()
    // One has none of one's own yet.
    await page.getByRole('link', { name: 'See what is waiting' }).click()
    await page.getByText('Do you ship to Norway?').first().waitFor()
    await area('Chat').click()
    await isTicked('Talk to a visitor of a website')

    await page.getByRole('button', { name: 'Hide these steps' }).click()
    await page.getByText('Choose a channel').waitFor()
    await area('Admin').click()
    await page
      .getByRole('navigation', { name: 'Administration' })
      .getByRole('link', { name: 'Settings', exact: true })
      .click()
    await page.getByRole('button', { name: 'Remove the demo' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove the demo' }).click()
    await page.getByRole('button', { name: 'Load a demo' }).waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    expect(troubles).toEqual([])
    await context.close()
  })

  it('leads somebody who was invited from the mail into the console, signed in', async () => {
    await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email: 'grace@example.org', role: 'member' })
    const mail = await mailTo('grace@example.org')
    const [link] = /http:\S+accept-invite\?token=[\w-]+/.exec(mail.text)!
    const page = await browser.newPage()
    await page.goto(link)
    await page.getByText('Ada has invited you to ').waitFor()
    await page.getByLabel('Your name').fill('Grace')
    await page.getByLabel('Password', { exact: false }).first().fill('correct horse battery')
    await page.getByRole('button', { name: 'Accept the invitation' }).click()
    await page.getByText(/^Welcome to .+, Grace\.$/).waitFor()
    expect(await page.getByText('You have been invited').isVisible()).toBe(false)
    await page.getByRole('link', { name: 'Go to Parley' }).click()
    await page.getByRole('link', { name: 'General' }).waitFor()
    await page.close()
  })
})
