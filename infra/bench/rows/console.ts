import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@parley/client/client'
import { createChannel } from '@parley/contracts/channels/channels'
import { register } from '@parley/contracts/identity/auth'
import { postMessage } from '@parley/contracts/messages/messages'
import { encodeId } from '@parley/contracts/type-id'
import { findProgram } from '@parley/embedded/system-packages'
import { ensureApps } from '@parley/local/apps'
import { openDatabase } from '@parley/testing/database'
import { fillChannel } from '@parley/testing/rows/messaging'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { interleave, median, percentile } from '../rounds.ts'
import type { Measure } from './setting.ts'

/** How much slower Chromium runs than this machine can: as on the laptops that people have. */
const slowdown = 4
const longChannel = 100_000
/** An hour at ten messages a second, sent as fast as they go. */
const anHour = 36_000
const atOnce = 16
const scrolledFrames = 240
const keys = 40

/** Milliseconds. */
interface Times {
  first: number
  cached: number
  key: number
  frame: number
}

/** What a person waits for in the console, in a slowed-down Chromium, beside a page with a plain list of the same rows. */
export const consolePage: Measure = async ({ stack, rounds, log }) => {
  const failure = await ensureApps()
  if (failure) throw new Error(`The console could not be built: ${failure}`)
  const scene = await setScene(stack)
  const executablePath = findProgram('chromium', 'chromium-browser', 'google-chrome')
  if (!executablePath) throw new Error('There is no Chromium.')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--enable-precise-memory-info'] })
  try {
    const signedIn = await signIn(browser, scene)
    const measured = await interleave<'console' | 'plain', Times>(
      {
        console: () => inNewBrowser(browser, signedIn, (page) => timesOfConsole(page, scene)),
        plain: () => inNewBrowser(browser, undefined, (page) => timesOfPlainList(page, scene)),
      },
      { rounds, log },
    )
    log(`receiving ${anHour.toLocaleString('en')} messages`)
    const heap = await inNewBrowser(browser, signedIn, (page) => heapAfterAnHour(page, scene))
    const rowOf = (part: keyof Times, name: string, limit: number) => {
      const [ours, floor] = [measured.console, measured.plain].map((turns) => median(turns.map((turn) => turn[part])))
      return {
        name: `console: ${name}`,
        unit: 'ms',
        ours: ours!,
        floor: floor!,
        against: 'a plain list of the same rows',
        ratio: ours! / floor!,
        better: 'lower' as const,
        details: { 'goal (ms)': limit },
      }
    }
    return [
      rowOf('first', 'a channel is usable, nothing cached', 2_500),
      rowOf('cached', 'a channel that was open before', 100),
      { ...rowOf('key', 'from a key to its paint, p95', 16) },
      {
        ...rowOf('frame', `a frame while scrolling in ${longChannel.toLocaleString('en')} messages, p95`, 25),
        details: { 'goal (ms)': 25, 'heap after an hour at 10 messages/s (MB)': heap, 'goal for the heap (MB)': 60 },
      },
    ]
  } finally {
    await browser.close()
    await scene.close()
  }
}

/** Somebody with two channels: one that is long, and one with a page of messages. */
async function setScene(stack: Parameters<Measure>[0]['stack']) {
  const database = openDatabase({ url: stack.databaseUrl, urls: stack.databaseUrls })
  const account = { email: `reader-${Date.now()}@bench.test`, password: 'correct horse battery', name: 'Reader' }
  const anonymous = createClient({ baseUrl: stack.url })
  const { token, user, workspace } = await anonymous.call(register, { ...account, companyName: 'Bench' })
  const reader = createClient({ baseUrl: stack.url, token })
  const workspaceId = workspace.uuid
  const newChannel = async (name: string, count: number) => {
    const given = { workspace_id: workspaceId, name, channel_type: 'text', is_private: true } as const
    const { channel } = await reader.call(createChannel, given)
    const place = { workspaceId, channelId: channel.id }
    const content = 'Message # with **some** words, `code` and a line\nbelow it, as people write them.'
    await fillChannel(database, place, { authorId: user.uuid, count, content })
    return channel.id
  }
  return {
    account,
    token,
    url: stack.url,
    long: await newChannel('long', longChannel),
    short: await newChannel('short', 50),
    workspace: `${stack.url}/app/${user.workspaceId}`,
    post: (channel_id: string, content: string) => reader.call(postMessage, { channel_id, content }),
    close: () => database.close(),
  }
}

type Scene = Awaited<ReturnType<typeof setScene>>
type State = Awaited<ReturnType<BrowserContext['storageState']>>

async function signIn(browser: Browser, { account, workspace }: Scene): Promise<State> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(workspace)
  await page.getByLabel('Email address').fill(account.email)
  await page.getByLabel('Password').fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Areas' }).waitFor()
  const state = await context.storageState()
  await context.close()
  return state
}

/** Nothing is cached in it. */
async function inNewBrowser<T>(browser: Browser, state: State | undefined, work: (page: Page) => Promise<T>) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    ...(state && { storageState: state }),
  })
  try {
    return await work(await context.newPage())
  } finally {
    await context.close()
  }
}

async function timesOfConsole(page: Page, { workspace, long, short }: Scene): Promise<Times> {
  await slowDown(page)
  const linkTo = (name: string) =>
    `[...document.querySelectorAll('nav a')].find((a) => a.textContent.includes('${name}'))`
  const shows = (channel: string) =>
    `location.pathname.endsWith('${encodeId('ch', channel)}') && document.querySelector('article[data-row]')`
  await page.goto(`${workspace}/c/${encodeId('ch', long)}`)
  const first = await page.evaluate<number>(
    untilPainted(`document.querySelector('article[data-row]') && document.querySelector('textarea:enabled')`),
  )
  await page.locator('nav a', { hasText: 'short' }).waitFor()
  const go = (name: string, channel: string) =>
    page.evaluate<number>(sinceNow(`${linkTo(name)}.click()`, shows(channel)))
  for (const [name, channel] of [
    ['short', short],
    ['long', long],
  ] as const)
    await go(name, channel)
  const cached = await go('short', short)
  await go('long', long)
  return {
    first,
    cached,
    key: await keyTimes(page),
    frame: await frameTimes(page, `document.querySelector('[role=feed]').parentElement.parentElement`),
  }
}

async function timesOfPlainList(page: Page, { url, token, long, short }: Scene): Promise<Times> {
  await slowDown(page)
  const body = readFileSync(join(import.meta.dirname, '../floors/plain-list.html'), 'utf8')
  await page.route('**/plain', (route) => route.fulfill({ body, contentType: 'text/html' }))
  await page.goto(`${url}/plain#${[token, short, long].join('&')}`)
  const first = await page.evaluate<number>(untilPainted(`document.querySelector('article')`))
  const cached = await page.evaluate<number>(
    sinceNow(`showChannel('${long}')`, `document.querySelectorAll('article').length > 50`),
  )
  return { first, cached, key: await keyTimes(page), frame: await frameTimes(page, `document.querySelector('main')`) }
}

async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
}

/** In a page: what has been painted once `condition` holds, in milliseconds since the page was asked for. */
const untilPainted = (condition: string): string => `(async () => {
  ${until(condition)}
  ${painted}
  return performance.now()
})()`

/** In a page: from `act` until what it leads to is painted. */
const sinceNow = (act: string, condition: string): string => `(async () => {
  const from = performance.now();
  ${act};
  ${until(condition)}
  ${painted}
  return performance.now() - from
})()`

/** What never comes ends the measurement. */
const until = (condition: string): string => `for (const since = performance.now(); !(${condition}); ) {
    if (performance.now() - since > 60_000) throw new Error(${JSON.stringify(`Not within a minute: ${condition}`)})
    await new Promise(requestAnimationFrame)
  }`

/** A task that comes after the next frame. */
const painted = `await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))`

async function keyTimes(page: Page): Promise<number> {
  await page.locator('textarea').last().focus()
  await page.evaluate(`globalThis.keyTimes = []; addEventListener('keydown', ({ timeStamp }) =>
    requestAnimationFrame(() => setTimeout(() => keyTimes.push(performance.now() - timeStamp))), true)`)
  for (let i = 0; i < keys; i++) await page.keyboard.press('a')
  const times = await page.evaluate<number[]>(
    `(async () => { ${until(`keyTimes.length >= ${keys}`)}; return keyTimes })()`,
  )
  return percentile(times, 0.95)
}

/** Scrolls up by a wheel’s step a frame, from where the list stands. */
async function frameTimes(page: Page, scroller: string): Promise<number> {
  const times = await page.evaluate<number[]>(`(async () => {
    const scroller = ${scroller}
    const times = []
    let last = await new Promise(requestAnimationFrame)
    for (let frame = 0; frame < ${scrolledFrames}; frame++) {
      scroller.scrollTop = scroller.scrollTop > 200 ? scroller.scrollTop - 100 : scroller.scrollHeight
      const now = await new Promise(requestAnimationFrame)
      times.push(now - last)
      last = now
    }
    return times
  })()`)
  return percentile(times, 0.95)
}

/** Megabytes that are in use after so many messages have come into the channel that is looked at. */
async function heapAfterAnHour(page: Page, { workspace, short, post }: Scene): Promise<number> {
  await page.goto(`${workspace}/c/${encodeId('ch', short)}`)
  await page.locator('article[data-row]').first().waitFor()
  let sent = 0
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (sent < anHour) await post(short, `Live message ${++sent}, with **some** words`)
    }),
  )
  const last = await post(short, 'The last one')
  await page.locator(`article[data-row="${last.data.id}"]`).waitFor({ timeout: 60_000 })
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 1_000_000
}
