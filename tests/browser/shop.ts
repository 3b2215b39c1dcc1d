import { listTenantConversations } from '@parley/contracts/desk/conversation-lists'
import { listTenantVisitors } from '@parley/contracts/desk/visitors'
import { createWidgetKey } from '@parley/contracts/desk/widget-keys'
import { freePort } from '@parley/embedded/ports'
import { newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import {
  type BrowserContext,
  type BrowserContextOptions,
  openBrowser,
  openWebsite,
  type Page,
  watchForTroubles,
} from './browser.ts'

/** A shop’s website with the widget in it, a browser to visit it with, and Ada, who owns the desk behind it. */
export async function openShop() {
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
  async function visit(
    options: BrowserContextOptions = {},
    path = '/',
    prepare?: (context: BrowserContext) => Promise<unknown>,
  ) {
    const context = await browser.newContext(options)
    await prepare?.(context)
    const troubles = watchForTroubles(context)
    const open = async () => {
      const page = await context.newPage()
      await page.goto(shop.url + path)
      await page.locator('button.launcher').waitFor()
      return page
    }
    return { context, troubles, open, page: await open() }
  }

  const countVisitors = async () => (await ada.call(listTenantVisitors, {})).stats.total

  /** The conversation in which somebody has just written this. */
  async function conversationWith(text: string): Promise<string> {
    const { conversations } = await ada.call(listTenantConversations, { limit: 100 })
    return conversations.find(({ lastMessage }) => lastMessage?.content === text)!.id
  }
  return { ada, browser, conversationWith, countVisitors, keyId, platform, shop, visit }
}

/** What `openShop` opens. */
export type Shop = Awaited<ReturnType<typeof openShop>>

/** In the host page: what the widget is in. */
export const shadowRoot = `[...document.body.children].find((element) => element.shadowRoot).shadowRoot`

export const frameOf = (page: Page) => page.frameLocator('iframe.frame')

export const innerFrame = (page: Page) => page.frames().find((frame) => frame.url().includes('/widget/frame'))!

export const composer = (page: Page) => frameOf(page).locator('.composer textarea')

export const bubbles = (page: Page) => frameOf(page).locator('.bubble').allTextContents()

export async function begin(page: Page) {
  await page.locator('button.launcher').click()
  await frameOf(page).locator('button.start').click()
}

export async function write(page: Page, text: string) {
  await composer(page).fill(text)
  await composer(page).press('Enter')
  await frameOf(page).locator('.message.own:not(.pending) .bubble', { hasText: text }).waitFor()
}

export const shows = (page: Page, text: string) => frameOf(page).getByText(text).first().waitFor()

export const isMessages = ({ pathname }: URL) => pathname === '/api/widget/messages'

export const plan = { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 of nothing') }

/** A small picture, as the browser itself draws it. */
export const pictureOf = (page: Page): Promise<Buffer> =>
  page.screenshot({ clip: { x: 0, y: 0, width: 64, height: 48 } })
