import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { chromiums, findProgram } from '@parley/embedded/system-packages'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import type { AxeResults } from 'axe-core'
import { type BrowserContext, type BrowserContextOptions, chromium, type Frame, type Page } from 'playwright-core'

/** Opens a browser, closed by itself when the test file ends. Each context in it is another person's. */
export async function openBrowser() {
  const executablePath = findProgram(...chromiums)
  if (!executablePath) throw new Error('There is no Chromium: npm test installs it where it may.')
  // As root Chromium has no sandbox of its own.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  closeAfterwards(browser)
  return browser
}

/** Answers pages of a website: HTML by path, under one policy. Its host is `localhost`, which is none of Parley's. */
export async function openWebsite(policy: string, htmlOf: (path: string) => string): Promise<{ url: string }> {
  const server = createServer(({ url = '/' }, response) => {
    response.setHeader('Content-Security-Policy', policy)
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(htmlOf(url))
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  closeAfterwards({
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
  return { url: `http://localhost:${(server.address() as AddressInfo).port}` }
}

/** What went wrong in a page without failing anything: errors, and what a policy has refused. */
export function watchForTroubles(context: BrowserContext): string[] {
  const troubles: string[] = []
  context.on('page', (page: Page) => {
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('console', (line) => {
      const text = line.text()
      // A network that is cut off on purpose is no trouble.
      if (line.type() === 'error' && !/ERR_INTERNET_DISCONNECTED|WebSocket connection/.test(text)) troubles.push(text)
    })
  })
  return troubles
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** What axe finds in a frame, by rule and element. */
export async function accessibilityProblems(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe)
  const { violations } = await frame.evaluate<AxeResults>(`axe.run({ runOnly: ${JSON.stringify(rules)} })`)
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

export type { BrowserContext, BrowserContextOptions, Frame, Page }
