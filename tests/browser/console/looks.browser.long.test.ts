import { loadDemo } from '@parley/contracts/channels/demo'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { uploadKnowledge } from '@parley/contracts/knowledge/knowledge'
import { encodeId } from '@parley/contracts/type-id'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import { describe, expect, it, vi } from 'vitest'
import { accessibilityProblems, type BrowserContextOptions } from '../browser.ts'
import { openOffice } from './office.ts'

const { platform, url, ada, channel, open } = await openOffice()
const { data: demo } = await ada.call(loadDemo, {})
const visitor = await visit(platform, await newWidgetKey(ada), { user: { name: 'Mia' } })
const { conversationId } = await visitor.call(sendWidgetMessage, { content: 'Do you ship to Norway?' })
const { data: document } = await ada.call(uploadKnowledge, { title: 'Shipping', content: 'We ship to Norway.' })

const inChannel = `/c/${encodeId('ch', demo.channels[0]!.id)}`
const screens = [
  ...[inChannel, `/c/${encodeId('ch', channel.id)}`, '/first-steps', '/threads', '/mentions', '/drafts', '/twins'],
  ...['about', 'members', 'files', 'pins', 'twins'].map((tab) => `${inChannel}/details/${tab}`),
  ...['/search?q=bike', '/desk/waiting', `/desk/waiting/${conversationId}`, '/desk/visitors', '/desk/reports'],
  `/desk/visitors/${visitor.session.visitor.id}`,
  ...['members', 'twins', 'twins/new', 'knowledge', `knowledge/${document.id}`, 'approvals', 'usage', 'tools'].map(
    (name) => `/admin/${name}`,
  ),
  ...[
    'desk',
    'hours',
    'routing',
    'appearance',
    'widget',
    'sites',
    'replies',
    'labels',
    'teams',
    'attributes',
    'blocks',
  ].map((name) => `/admin/${name}`),
  ...['connections', 'connections/slack', 'webhooks', 'keys', 'imports', 'audit', 'erasures', 'settings'].map(
    (name) => `/admin/${name}`,
  ),
  ...['profile', 'preferences', 'security', 'linked'].map((name) => `/account/${name}`),
]
const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 360].map((width) => ({ colorScheme, width })),
)

describe('every screen of the console', { timeout: 900_000 }, () => {
  it.each(looks)('has nothing that axe objects to, and no trouble, $colorScheme and $width wide', async (look) => {
    const { colorScheme, width } = look
    const options: BrowserContextOptions = { colorScheme, viewport: { width, height: 800 } }
    const { page, context, troubles } = await open(ada, '', options)
    const found: Record<string, string[]> = {}
    for (const path of screens) {
      await page.goto(`${url}/app/${encodeId('wsp', ada.workspaceId)}${path}`)
      await page.locator('h1, h2').first().waitFor()
      await vi.waitUntil(async () => (await page.getByRole('status', { name: 'Loading…' }).count()) === 0, 30_000)
      const problems = await accessibilityProblems(page.mainFrame())
      const isWider = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
      if (isWider) problems.push('It is wider than the window.')
      if (problems.length > 0) found[path] = problems
    }
    expect(found).toEqual({})
    expect(troubles).toEqual([])
    await context.close()
  })
})
