import { createChannel } from '@parley/contracts/channels/channels'
import { freePort } from '@parley/embedded/ports'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { bootPlatform, type Platform, type PlatformOptions } from '@parley/testing/platform'
import { type BrowserContextOptions, openBrowser, type Page, watchForTroubles } from '../browser.ts'

/** A company’s office, see `officeOn`, on a platform of its own. */
export async function openOffice(
  services?: PlatformOptions['services'],
  serviceEnv: NonNullable<PlatformOptions['serviceEnv']> = {},
) {
  /** Cookies and files are of the URL that the deployment is known by. */
  const port = String(await freePort())
  const url = `http://localhost:${port}`
  const platform = await bootPlatform({
    // The shell asks the desk for whoever is an agent or owner.
    services: services && [...new Set([...services, 'support-desk' as const])],
    env: { PUBLIC_URL: url },
    serviceEnv: { ...serviceEnv, gateway: { PORT: port } },
  })
  return { platform, ...(await officeOn(platform, url)) }
}

/** Ada, who owns a workspace, Bob, a member of it, a channel of theirs, and a browser for each, which goes to this URL. */
export async function officeOn(platform: Platform, url: string) {
  const ada = await newcomer(platform, 'Ada')
  const bob = await colleague(platform, ada, 'Bob', { role: 'member' })
  const { channel } = await ada.call(createChannel, {
    workspace_id: ada.workspaceId,
    name: 'lamps',
    channel_type: 'text',
    is_private: true,
    member_ids: [bob.userId],
  })
  const browser = await openBrowser()

  /** Opens the console in a browser of a person’s own, at an address below the workspace; what goes wrong in it is in `troubles`. */
  async function open(person: Person, path = '', options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    // An office in use; first steps also ask services that a file may do without.
    await context.addInitScript(`localStorage.setItem('parley:first-steps-hidden', '${person.workspaceId}')`)
    const troubles = watchForTroubles(context)
    const page = await context.newPage()
    await page.goto(`${url}/app${path}`)
    await page.getByLabel('Email address').fill(person.email)
    await page.getByLabel('Password').fill(person.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('navigation', { name: 'Areas' }).waitFor()
    // Before anybody signs in, there is no session to get a token of.
    troubles.splice(0)
    return { context, page, troubles }
  }

  return { url, ada, bob, channel, browser, open }
}

/** How a screen looks that has the least room; `looks.browser.long.test.ts` has the others. */
export const narrowAndDark: BrowserContextOptions = { colorScheme: 'dark', viewport: { width: 360, height: 800 } }

/** Where a message is written. */
export const composerOf = (page: Page, name: string) => page.getByRole('textbox', { name })

export const rowOf = (page: Page, text: string) => page.locator('article[data-row]', { hasText: text })

/** Writes a message without Markdown, and waits for it to be shown. */
export async function write(page: Page, name: string, text: string): Promise<void> {
  await composerOf(page, name).fill(text)
  await composerOf(page, name).press('Enter')
  await rowOf(page, text).last().waitFor()
}
