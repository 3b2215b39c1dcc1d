import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { randomPassword } from '@parley/kit/keys'
import { Problem } from '@parley/kit/problem'
import pg from 'pg'
import { readJson, writeJson } from './data-folder.ts'

/** The demo account of a local installation; the file is the body of a login request. */
export type FirstLogin = {
  email: string
  password: string
  /** The account may not exist yet: a start was interrupted while it was being created. */
  pending?: true
}

export const fileOfFirstLogin = (dataDir: string): string => join(dataDir, 'first-login.json')

/**
 * Makes the demo account of an empty installation, once; gives it back on later starts. Undefined where there is none:
 * an installation that had people before this data folder, or one for production.
 */
export async function firstLogin(options: {
  url: string
  dataDir: string
  /** The gateway's own, to see whether there is anybody yet. */
  databaseUrl: string
  isProduction: boolean
}): Promise<(FirstLogin & { isNew: boolean }) | undefined> {
  const file = fileOfFirstLogin(options.dataDir)
  let login = await readJson<FirstLogin>(file)
  if (login && !login.pending) return { ...login, isNew: false }
  if (!login) {
    if (options.isProduction || !(await isEmpty(options.databaseUrl))) return undefined
    login = { email: 'ada@example.com', password: randomPassword().slice(0, 20), pending: true }
    await writeJson(file, login)
  }
  const { email, password } = login
  const response = await fetch(`${options.url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, name: 'Ada', companyName: 'Example' }),
  })
  // 409: the interrupted start came far enough.
  if (response.status !== 201 && response.status !== 409)
    throw new Problem(`The first login could not be made: ${response.status} ${(await response.text()).slice(0, 300)}`)
  await writeJson(file, { email, password })
  return { email, password, isNew: true }
}

async function isEmpty(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from gateway.people limit 1')
    return rowCount === 0
  } finally {
    await client.end()
  }
}

/** Commands to paste into a shell: what a newcomer can try. */
export async function thingsToTry(url: string, dataDir: string): Promise<string[]> {
  const file = fileOfFirstLogin(dataDir)
  const json = `-H 'content-type: application/json'`
  const look = `Look around:            open ${url}/docs`
  if (!existsSync(file)) {
    const account = `{"email":"you@example.com","password":"…","name":"You","companyName":"Yours"}`
    return [look, `Make an account:        curl -s ${url}/api/auth/register ${json} -d '${account}'`]
  }
  const signIn = `TOKEN=$(curl -s ${url}/api/auth/login ${json} -d @${shellWord(file)} | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`
  const channel = await generalChannel(url, file).catch(() => undefined)
  const withToken = `-H "authorization: Bearer $TOKEN"`
  const third = channel
    ? `Say something:          curl -s ${url}/api/v2/messages ${withToken} ${json} -d '{"channel_id":"${channel}","content":"Hello, Parley"}'`
    : `See who you are:        curl -s ${url}/api/auth/me ${withToken}`
  return [look, `Sign in from a shell:   ${signIn}`, third]
}

async function generalChannel(url: string, file: string): Promise<string | undefined> {
  const { token, workspaceId } = await signIn(url, file)
  const listed = await fetch(`${url}/api/v2/channels?workspace_id=${workspaceId}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const { channels } = (await listed.json()) as { channels: { id: string; name: string }[] }
  return channels.find(({ name }) => name === 'general')?.id
}

/** Signs the demo account in. */
export async function signIn(url: string, file: string): Promise<{ token: string; workspaceId: string }> {
  const { email, password } = (await readJson<FirstLogin>(file))!
  const signedIn = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const { token, workspace } = (await signedIn.json()) as { token: string; workspace: { uuid: string } }
  return { token, workspaceId: workspace.uuid }
}

const shellWord = (text: string) => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)
