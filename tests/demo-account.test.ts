import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startWidgetSession } from '@parley/contracts/desk/widget'
import { demoPageUrl } from '@parley/local/demo-widget'
import { firstLogin } from '@parley/local/first-login'
import { welcome } from '@parley/local/welcome'
import { bootPlatform } from '@parley/testing/platform'
import { afterAll, expect, it } from 'vitest'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'support-desk'] })
const dataDir = await mkdtemp(join(tmpdir(), 'parley-data-'))
afterAll(() => rm(dataDir, { recursive: true, force: true }))

it('an empty installation gets an account and a widget key, once, and says where a page shows the widget', async () => {
  const databaseUrl = platform.database.urlOf('gateway')
  const login = () => firstLogin({ url: platform.url, dataDir, databaseUrl, isProduction: false })
  const made = await login()
  expect(made).toMatchObject({ email: 'ada@example.com', isNew: true })
  const demo = await demoPageUrl(platform.url, dataDir)
  const printed = welcome({ url: platform.url, dataDir, file: 'first-login.json', login: made, things: ['Look'], demo })
  expect(printed).toContain(`First login: ada@example.com   password ${made!.password}   (kept in first-login.json)`)
  expect(printed).toContain(`A shop with your live chat: ${platform.url}/demo?key=prl_wk_`)

  const key = new URL(demo).searchParams.get('key')!
  expect(await (await fetch(demo)).text()).toContain(`data-key="${key}"`)
  const session = await platform.client().call(startWidgetSession, { apiKey: key })
  expect(session.workspace.name).toBe('Example')

  expect(await login()).toMatchObject({ email: 'ada@example.com', isNew: false })
  expect(await demoPageUrl(platform.url, dataDir)).toBe(demo)
})
