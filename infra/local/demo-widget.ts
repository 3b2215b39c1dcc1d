import { join } from 'node:path'
import { Problem } from '@parley/kit/problem'
import { readJson, writeJson } from './data-folder.ts'
import { fileOfFirstLogin, signIn } from './first-login.ts'

/**
 * Where the demo page shows the demo account's widget. Its key is made once and kept beside the account's login, since
 * nobody else knows it afterwards; it works on any page.
 */
export async function demoPageUrl(url: string, dataDir: string): Promise<string> {
  const file = join(dataDir, 'demo-widget.json')
  let widget = await readJson<{ key: string }>(file)
  if (!widget) {
    widget = { key: await createKey(url, dataDir) }
    await writeJson(file, widget)
  }
  return `${url}/demo?key=${widget.key}`
}

async function createKey(url: string, dataDir: string): Promise<string> {
  const { token } = await signIn(url, fileOfFirstLogin(dataDir))
  const response = await fetch(`${url}/api/tenant/api-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Demo page' }),
  })
  if (!response.ok)
    throw new Problem(`The demo page’s widget key could not be made: ${response.status} ${await response.text()}`)
  const { plainKey } = (await response.json()) as { plainKey: string }
  return plainKey
}
