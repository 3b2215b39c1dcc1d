// pnpm pictures: draws the pictures of README anew, with the demo data and a visitor, in a Parley of their own.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@parley/client/client'
import { loadDemo } from '@parley/contracts/channels/demo'
import { register } from '@parley/contracts/identity/auth'
import { encodeId } from '@parley/contracts/type-id'
import { chromiums, findProgram } from '@parley/embedded/system-packages'
import { ensureApps } from '@parley/local/apps'
import { root } from '@parley/local/root'
import { startStack } from '@parley/local/supervisor'
import { chromium, type Page } from 'playwright-core'
import { talkAtTheDesk } from './visitors.ts'

const folder = join(root, 'docs/pictures')
const size = { width: 1200, height: 720 }
const account = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada Moreau' }

const failure = await ensureApps()
if (failure) throw new Error(`The console could not be built: ${failure}`)
const executablePath = findProgram(...chromiums)
if (!executablePath) throw new Error('There is no Chromium.')

const stack = await startStack({ ephemeral: true, env: { ...process.env, LOG_LEVEL: 'warn' } })
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const anonymous = createClient({ baseUrl: stack.url })
  const { token, user } = await anonymous.call(register, { ...account, companyName: 'Northwind Cargo Bikes' })
  const ada = createClient({ baseUrl: stack.url, token })
  const { data: demo } = await ada.call(loadDemo, {})
  const conversationId = await talkAtTheDesk(stack.url, ada)

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

async function draw(page: Page, name: string): Promise<void> {
  // Faces and fonts come after the texts.
  await page.waitForLoadState('networkidle')
  const file = join(folder, `${name}.png`)
  await writeFile(file, await page.screenshot({ animations: 'disabled', caret: 'hide' }))
  console.log(file)
}
