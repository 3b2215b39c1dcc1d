// pnpm pictures: draws the pictures of README anew, with the demo data and a visitor, in a Parley of their own.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, createClient } from '@parley/client/client'
import { loadDemo } from '@parley/contracts/channels/demo'
import { sendAgentMessage } from '@parley/contracts/desk/messages'
import { startWidgetSession } from '@parley/contracts/desk/widget'
import { createWidgetKey } from '@parley/contracts/desk/widget-keys'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { register } from '@parley/contracts/identity/auth'
import { encodeId } from '@parley/contracts/type-id'
import { findProgram } from '@parley/embedded/system-packages'
import { ensureApps } from '@parley/local/apps'
import { root } from '@parley/local/root'
import { startStack } from '@parley/local/supervisor'
import { chromium, type Page } from 'playwright-core'

const folder = join(root, 'docs/pictures')
const size = { width: 1200, height: 720 }
const account = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada Moreau' }

const failure = await ensureApps()
if (failure) throw new Error(`The console could not be built: ${failure}`)
const executablePath = findProgram('chromium', 'chromium-browser', 'google-chrome')
if (!executablePath) throw new Error('There is no Chromium.')

const stack = await startStack({ ephemeral: true, env: { ...process.env, LOG_LEVEL: 'warn' } })
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const anonymous = createClient({ baseUrl: stack.url })
  const { token, user } = await anonymous.call(register, { ...account, companyName: 'Northwind Cargo Bikes' })
  const ada = createClient({ baseUrl: stack.url, token })
  const { data: demo } = await ada.call(loadDemo, {})
  const conversationId = await talkAtTheDesk(anonymous, ada)

  const page = await browser.newPage({ viewport: size })
  const workspace = `${stack.url}/app/${user.workspaceId}`
  await page.goto(workspace)
  await page.getByLabel('Email address').fill(account.email)
  await page.getByLabel('Password').fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Areas' }).waitFor()
  await mkdir(folder, { recursive: true })
  await page.goto(`${workspace}/c/${encodeId('ch', demo.channels[0]!.id)}`)
  await page.locator('article', { hasText: '@lvng' }).getByRole('button', { name: '2 replies' }).click()
  await page.getByRole('region', { name: 'Thread' }).locator('article').nth(2).waitFor()
  await draw(page, 'chat')
  await page.goto(`${workspace}/desk/all/${conversationId}`)
  await page.locator('article').nth(3).waitFor()
  await draw(page, 'desk')
} finally {
  await browser.close()
  await stack.stop()
}

/** Visitors write, and Ada talks with the last of them, whose conversation’s id is returned. */
async function talkAtTheDesk(anonymous: Client, ada: Client): Promise<string> {
  const { plainKey } = await ada.call(createWidgetKey, { name: 'Shop' })
  const comes = async (name: string, title: string) => {
    const page = { url: `https://shop.example/${title.toLowerCase().replaceAll(' ', '-')}`, title }
    const session = await anonymous.call(startWidgetSession, { apiKey: plainKey, user: { name }, page })
    const visitor = createClient({ baseUrl: stack.url, token: session.visitorToken })
    return async (content: string) => (await visitor.call(sendWidgetMessage, { content })).conversationId
  }
  await (await comes('Jonas Keller', 'Delivery'))('Hi, do you deliver to Austria as well?')
  await (await comes('Priya Nair', 'The Hauler'))('Is the Hauler back in stock in green?')
  await (await comes('Wei Zhang', 'Workshops'))('Where can I have the brakes looked at in Hamburg?')
  const marta = await comes('Marta Ruiz', 'Batteries')
  const id = await marta('My battery shows 80 % after a whole night. Is that a fault?')
  await ada.call(sendAgentMessage, {
    id,
    content:
      'No, all is well: it stops at 80 % to last longer. Hold the power button for five seconds to charge it full.',
  })
  await marta('That worked, thank you! Is it bad to do that every day?')
  await ada.call(sendAgentMessage, {
    id,
    content: 'Before a long ride it is fine. For every day we would leave it at 80 %: it is still enough for 60 km.',
  })
  await marta('Perfect. That is all I wanted to know.')
  return id
}

async function draw(page: Page, name: string): Promise<void> {
  // Faces and fonts come after the texts.
  await page.waitForLoadState('networkidle')
  const file = join(folder, `${name}.png`)
  await writeFile(file, await page.screenshot({ animations: 'disabled', caret: 'hide' }))
  console.log(file)
}
