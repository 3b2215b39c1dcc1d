import { readFile } from 'node:fs/promises'
import { createChannel } from '@parley/contracts/channels/channels'
import { getImportProof, listImports } from '@parley/contracts/imports/imports'
import { postMessage } from '@parley/contracts/messages/messages'
import { startSlack } from '@parley/testing/platforms/slack'
import { slackExport } from '@parley/testing/slack-export'
import { startWebhookReceiver } from '@parley/testing/webhook-receiver'
import { describe, expect, it, vi } from 'vitest'
import { accessibilityProblems, type Page } from '../browser.ts'
import { narrowAndDark, openOffice } from './office.ts'

const slack = await startSlack()
const receiver = await startWebhookReceiver()
const { ada, open } = await openOffice(['gateway', 'channels', 'messaging', 'chat-engine', 'integrations'], {
  integrations: { OUTSIDE_ALLOWED: '127.0.0.0/8', SLACK_API_URL: slack.apiUrl },
})

/** A day in March 2024, as Slack writes times. */
const ts = (day: number) => `${Date.UTC(2024, 2, day, 9) / 1_000}.000100`

async function openSection(name: string) {
  const opened = await open(ada)
  await opened.page.getByRole('link', { name: 'Admin', exact: true }).click()
  await opened.page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name, exact: true }).click()
  await opened.page.getByRole('heading', { name, level: 2, exact: true }).waitFor()
  return opened
}

/** What a button downloads, as text. */
async function downloaded(page: Page, button: string): Promise<string> {
  const started = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).click()
  return readFile(await (await started).path(), 'utf8')
}

describe('administration of data in the console', { timeout: 240_000 }, () => {
  it('imports a Slack export, and proves what arrived and what did not', async () => {
    const { page, context, troubles } = await openSection('Import and export')
    const archive = slackExport({
      users: [{ id: 'U1', name: 'grace', profile: { real_name: 'Grace' } }],
      channels: [{ id: 'C1', name: 'old-lamps', members: ['U1'] }],
      messages: {
        'old-lamps': [
          { ts: ts(1), user: 'U1', text: 'The first lamp' },
          { ts: ts(2), user: 'U1', text: 'The second lamp' },
          { ts: ts(3), user: 'U1', subtype: 'channel_join', text: 'joined' },
        ],
      },
    })
    const buffer = Buffer.from(await archive.arrayBuffer())
    await page.getByLabel('Choose a file').setInputFiles({ name: 'export.zip', mimeType: 'application/zip', buffer })
    await page.getByRole('heading', { name: /^Slack export/ }).waitFor()
    await page.getByText(/^Both sides are the same.*messages: 2, days: 2/).waitFor()
    await page.getByRole('row', { name: /Somebody joined or left: no message.* 1$/ }).waitFor()

    const csv = await downloaded(page, 'Download the proof')
    const { data: imports } = await ada.call(listImports, { id: ada.workspaceId })
    const { data: days } = await ada.call(getImportProof, { id: ada.workspaceId, importId: imports[0]!.id })
    expect(days).toHaveLength(2)
    expect(csv.trimEnd().split('\r\n').slice(1)).toEqual(
      days.map(({ day, source }) => `old-lamps,${day},1,${source.digest},1,${source.digest},true`),
    )

    await page.getByRole('link', { name: 'old-lamps' }).click()
    await page.getByRole('cell', { name: 'Mar 2, 2024' }).waitFor()
    expect(await page.getByText(days[1]!.source.digest, { exact: true }).count()).toBe(2)
    await page.getByRole('link', { name: 'Open the channel' }).click()
    await page.getByText('The second lamp').waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('connects Slack step by step, by keyboard, and imports its history', async () => {
    const grace = slack.person('grace')
    const talk = slack.channel('lamp-talk', { members: [grace], at: new Date('2024-03-01T08:00Z') })
    slack.post(talk, grace, 'Long ago', { at: new Date('2024-03-01T09:00Z') })
    const { page, context, troubles } = await openSection('Connections')
    await page.getByRole('link', { name: 'Connect Slack' }).press('Enter')
    await page.getByRole('status', { name: 'App manifest' }).getByText('"channels:history"').waitFor()
    await page.getByLabel('Bot token').fill('xoxb-of-another-workspace')
    await page.getByLabel('Signing secret').fill(slack.signingSecret)
    await page.getByRole('button', { name: 'Test', exact: true }).press('Enter')
    await page.getByText(/^The platform refuses: /).waitFor()
    await page.getByLabel('Bot token').fill(slack.botToken)
    await page.getByRole('button', { name: 'Test', exact: true }).press('Enter')
    await page.getByText(/^It works, as /).waitFor()
    await page.getByRole('button', { name: 'Connect', exact: true }).press('Enter')

    await page.getByRole('status', { name: 'Events URL' }).getByText('/slack/events/int_').waitFor()
    await page.getByText('message.channels', { exact: true }).waitFor()
    const bridge = page.getByRole('switch', { name: 'Bridge lamp-talk' })
    await bridge.press('Space')
    await page.getByRole('combobox', { name: 'Direction of lamp-talk' }).and(page.locator(':enabled')).waitFor()
    expect(await bridge.isChecked()).toBe(true)
    await page.getByRole('row', { name: /lamp-talk here #lamp-talk/ }).waitFor()
    await page.getByRole('button', { name: 'Next: history' }).press('Enter')
    await page.getByRole('button', { name: 'Import', exact: true }).press('Enter')
    await page.getByRole('row', { name: /Completed/ }).waitFor()
    await page
      .getByRole('row', { name: /Completed/ })
      .getByRole('link')
      .press('Enter')
    await page.getByRole('heading', { name: /^History of Slack/ }).waitFor()
    await page.getByText(/^Both sides are the same.*messages: 1, days: 1/).waitFor()

    const sections = page.getByRole('navigation', { name: 'Administration' })
    // How it does has changed while nobody looked.
    await Promise.all([
      page.waitForRequest((request) => new URL(request.url()).pathname.endsWith('/platform-connections')),
      sections.getByRole('link', { name: 'Connections', exact: true }).press('Enter'),
    ])
    await page.getByRole('link', { name: 'Slack', exact: true }).press('Enter')
    for (const tab of ['Channels', 'History', 'Credentials', 'Overview']) {
      await page.getByRole('navigation', { name: 'Slack' }).getByRole('link', { name: tab }).press('Enter')
      await page.getByRole('link', { name: tab }).and(page.locator('[aria-current="page"]')).waitFor()
    }

    // As if there were more imports than a page has.
    await page.route('**/platform-connections/slack/jobs?*', async (route) => {
      const response = await route.fetch({
        url: route
          .request()
          .url()
          .replace(/before=[^&]*&?/, ''),
      })
      const { jobs, ...rest } = (await response.json()) as { jobs: object[] }
      const isLast = route.request().url().includes('before=more-19')
      const copies = Array.from({ length: isLast ? 1 : 20 }, (_, at) => ({
        ...jobs[0],
        jobId: `more-${at + (isLast ? 20 : 0)}`,
      }))
      await route.fulfill({ response, json: { ...rest, jobs: copies } })
    })
    await page.reload()
    await page.getByRole('navigation', { name: 'Slack' }).getByRole('link', { name: 'History' }).press('Enter')
    await page.getByRole('button', { name: 'Show more' }).press('Enter')
    await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' })
    expect(await page.getByRole('row', { name: /Completed/ }).count()).toBe(21)
    expect(troubles).toEqual([])
    await context.close()
  })

  it('posts events to a webhook, and sends a delivery again', async () => {
    const { channel } = await ada.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: 'announcements',
      channel_type: 'text',
    })
    const { page, context, troubles } = await openSection('Webhooks')
    await page.getByRole('button', { name: 'Add a webhook' }).click()
    await page.getByLabel('URL', { exact: true }).fill(receiver.url)
    await page.keyboard.press('Enter')
    receiver.secret = (await page.getByText(/^whsec_/).textContent())!
    await page.getByRole('button', { name: 'Go to the webhook' }).click()
    await ada.call(postMessage, { channel_id: channel.id, content: 'New lamps' })
    await vi.waitUntil(() => receiver.received.length === 1)
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByRole('row', { name: /message\.created.*Delivered/ }).waitFor()
    await page.getByRole('button', { name: 'Replay message.created' }).click()
    await vi.waitUntil(() => receiver.received.length === 2)
    const [first, again] = receiver.received
    expect(again!.id).toBe(first!.id)
    expect(first!.data.content).toBe('New lamps')
    expect(troubles).toEqual([])
    await context.close()
  })

  it('says in the audit log who did what, by person, action and day, and as CSV', async () => {
    const { page, context, troubles } = await openSection('Audit log')
    await page.getByText('Ada connected a platform: slack').waitFor()
    await page.getByLabel('What', { exact: true }).selectOption({ label: 'added a webhook' })
    await page.getByText('Ada connected a platform').waitFor({ state: 'detached' })
    await page.getByText('Ada added a webhook').waitFor()
    expect(new URL(page.url()).search).toBe('?action=webhook.created')
    const [, ...rows] = (await downloaded(page, 'Download CSV')).trimEnd().split('\r\n')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toContain('webhook.created')
    await page.getByLabel('To', { exact: true }).fill('2024-03-01')
    await page.getByRole('heading', { name: 'No entry fits these filters' }).waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByText('Ada connected a platform: slack').waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('has nothing that axe objects to, dark and 360 wide', async () => {
    const { page, context } = await open(ada, '', narrowAndDark)
    const workspace = page.url().match(/wsp_[^/]+/)![0]
    const { data: imports } = await ada.call(listImports, { id: ada.workspaceId })
    const ofSlack = imports.find(({ kind }) => kind === 'slack')!
    for (const path of [
      ...['audit', 'imports', `imports/${ofSlack.id}`, `imports/${ofSlack.id}/channels/0`, 'erasures'],
      ...['connections/slack', 'connections/slack/setup/channels', 'webhooks'],
    ]) {
      await page.goto(new URL(`/app/${workspace}/admin/${path}`, page.url()).href)
      await page.getByRole('heading', { level: 2 }).last().waitFor()
      await vi.waitUntil(async () => (await page.getByRole('status', { name: 'Loading…' }).count()) === 0)
      expect(await accessibilityProblems(page.mainFrame()), path).toEqual([])
    }
    await context.close()
  })
})
