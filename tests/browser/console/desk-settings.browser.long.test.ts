import { listTenantLabels } from '@parley/contracts/desk/labels'
import { startWidgetSession } from '@parley/contracts/desk/widget'
import { createWidgetKey } from '@parley/contracts/desk/widget-keys'
import { listWidgetMessages, sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { getTenantWorkspace, updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { describe, expect, it, vi } from 'vitest'
import { accessibilityProblems, type Page } from '../browser.ts'
import { narrowAndDark, openOffice } from './office.ts'

const { platform, ada, open } = await openOffice(['gateway', 'channels', 'messaging', 'chat-engine', 'support-desk'])
const { plainKey } = await ada.call(createWidgetKey, { name: 'Shop', domains: ['shop.example'] })
const origin = { headers: { origin: 'https://shop.example' } }

/** Somebody on the company’s website who has written. */
async function visitor(name: string, content: string) {
  const { visitorToken } = await platform
    .client()
    .call(
      startWidgetSession,
      { apiKey: plainKey, user: { name }, page: { url: 'https://shop.example/lamps', title: 'Lamps' } },
      origin,
    )
  const client = platform.client(visitorToken)
  await client.call(sendWidgetMessage, { content }, origin)
  return async () => (await client.call(listWidgetMessages, {}, origin)).messages.map((message) => message.content)
}

async function visit(page: Page, name: string): Promise<void> {
  const link = page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name, exact: true })
  await link.click()
  await page.getByRole('heading', { name, level: 2, exact: true }).waitFor()
}

async function openAdmin() {
  const opened = await open(ada)
  await opened.page.getByRole('link', { name: 'Admin', exact: true }).click()
  return opened
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').last().waitFor()
}

const settings = async () => (await ada.call(getTenantWorkspace)).settings

describe('how the desk is set up in the console', { timeout: 240_000 }, () => {
  it('has hours by weekday, and says which are in no order', async () => {
    const { page, context, troubles } = await openAdmin()
    await visit(page, 'Business hours')
    await page.getByRole('combobox', { name: 'Time zone' }).selectOption('Europe/Berlin')
    await page.getByRole('switch', { name: 'Always open' }).uncheck()
    await page.getByRole('checkbox', { name: 'Friday' }).uncheck()
    await page.getByLabel('Monday: closes').fill('08:00')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('Monday').waitFor()
    await page.getByLabel('Monday: closes').fill('12:00')
    await page.getByRole('button', { name: 'Add hours on Monday' }).click()
    await page.getByLabel('Monday: opens').last().fill('14:00')
    await page.getByRole('textbox', { name: 'English, the desk’s' }).fill('Back at nine.')
    await save(page)
    const { timezone } = await ada.call(getTenantWorkspace)
    expect({ timezone, ...(await settings()) }).toMatchObject({
      timezone: 'Europe/Berlin',
      hours: {
        days: {
          monday: [
            { opens: '09:00', closes: '12:00' },
            { opens: '14:00', closes: '24:00' },
          ],
          friday: [],
        },
        awayMessage: { en: 'Back at nine.' },
      },
    })
    // What visitors are answered below is not to depend on the time of day.
    await ada.call(updateTenantWorkspace, { settings: { hours: null } })
    expect(troubles).toEqual([])
    await context.close()
  })

  it('has canned replies and macros, written and then used by a slash, all by keys', async () => {
    const received = await visitor('Mia', 'Do you ship to Norway?')
    const { page, context, troubles } = await openAdmin()
    await visit(page, 'Labels')
    await page.getByRole('button', { name: 'Add a label' }).press('Enter')
    await page.keyboard.type('Shipping')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Edit Shipping' }).waitFor()
    await visit(page, 'Canned replies and macros')
    await page.getByRole('button', { name: 'Add a canned reply' }).press('Enter')
    await page.keyboard.type('Norway')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Yes, ')
    await page.getByRole('button', { name: 'Visitor’s name' }).press('Enter')
    await page.getByRole('region', { name: 'As a visitor gets it' }).getByText('Yes, Maria Lopez').waitFor()
    await page.keyboard.type('.')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await page.getByRole('button', { name: 'Edit Norway' }).waitFor()

    await page.getByRole('button', { name: 'Add a macro' }).press('Enter')
    await page.keyboard.type('Bye')
    await page.getByRole('textbox', { name: 'Text' }).fill('Goodbye, {{visitor.name}}.')
    await page.getByRole('button', { name: 'Add a step' }).press('Enter')
    await page.getByRole('combobox', { name: 'Label' }).selectOption({ label: 'Shipping' })
    await page.getByRole('button', { name: 'Add a step' }).press('Enter')
    await page.getByRole('combobox', { name: 'Step 3' }).selectOption('resolve')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await page.getByText('Reply · Add a label · Resolve').waitFor()

    await page.getByRole('link', { name: 'Desk', exact: true }).first().press('Enter')
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Waiting' }).press('Enter')
    await page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: 'Mia' }).waitFor()
    await page.keyboard.press('j')
    const reply = page.getByRole('textbox', { name: 'Reply to Mia' })
    await reply.pressSequentially('/nor')
    await page.getByRole('option', { name: 'Norway' }).waitFor()
    await page.keyboard.press('Enter')
    await vi.waitUntil(async () => (await reply.inputValue()) === 'Yes, Mia.')
    await page.keyboard.press('Enter')
    await vi.waitUntil(async () => (await received()).length === 2)
    await reply.pressSequentially('/bye')
    await page.getByRole('option', { name: 'Bye' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Done: Bye').waitFor()
    expect((await received()).slice(0, 3)).toEqual(['Do you ship to Norway?', 'Yes, Mia.', 'Goodbye, Mia.'])
    expect(troubles).toEqual([])
    await context.close()
  })

  it('keeps a filter as a view, and changes several conversations at once', async () => {
    for (const name of ['Otto', 'Pia', 'Quentin']) await visitor(name, 'My lamp is dark')
    const { page, context, troubles } = await open(ada)
    await page.getByRole('link', { name: 'Desk', exact: true }).click()
    const views = page.getByRole('navigation', { name: 'Views' })
    const list = page.getByRole('region', { name: 'Conversations' })
    await views.getByRole('link', { name: 'All open' }).click()
    await list.getByRole('link', { name: 'Otto' }).waitFor()
    await page.getByRole('button', { name: 'Select several' }).click()
    await list.getByRole('checkbox', { name: 'Select Otto' }).check()
    await list.getByRole('checkbox', { name: 'Select Pia' }).check()
    await list.getByText('2 selected').waitFor()
    await list.getByRole('button', { name: 'Priority' }).click()
    await page.getByRole('menuitem', { name: 'Urgent' }).click()
    await page.getByText('2 conversations changed.').waitFor()

    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByRole('combobox', { name: 'Priority' }).selectOption('URGENT')
    await list.getByRole('link', { name: 'Quentin' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Save as a view' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Burning')
    await page.keyboard.press('Enter')
    await views.getByRole('link', { name: 'Burning 2' }).waitFor()
    await list.getByRole('link', { name: 'Otto' }).waitFor()

    await page.keyboard.press('j')
    await page.getByRole('textbox', { name: 'Reply to Pia' }).waitFor()
    await page.keyboard.press('x')
    await list.getByText('1 selected').waitFor()
    await list.getByRole('button', { name: 'Resolve' }).press('Enter')
    await page.getByText('1 conversation changed.').waitFor()
    await page.getByRole('button', { name: 'View', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Delete this view' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await views.getByRole('link', { name: 'Burning' }).waitFor({ state: 'detached' })
    expect(troubles).toEqual([])
    await context.close()
  })

  it('shows that a visitor is blocked, and takes them in again', async () => {
    await visitor('Rick', 'Cheap watches!')
    const { page, context, troubles } = await open(ada)
    await page.getByRole('link', { name: 'Desk', exact: true }).click()
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'All open' }).click()
    await page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: 'Rick' }).click()
    await page.getByRole('button', { name: 'Visitor', exact: true }).click()
    const pane = page.getByRole('complementary', { name: 'Visitor' })
    await pane.getByRole('button', { name: 'Block this visitor' }).click()
    await page.getByRole('textbox', { name: 'Reason' }).fill('Sells watches')
    await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click()
    await pane.getByText('Sells watches').waitFor()
    await pane.getByRole('button', { name: 'Unblock' }).click()
    await pane.getByRole('button', { name: 'Block this visitor' }).waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('shows the widget as it will look, keeps it, and checks a key on a page', async () => {
    const { page, context, troubles } = await openAdmin()
    await visit(page, 'Widget appearance')
    const preview = page.getByRole('region', { name: 'Preview' })
    await page.getByRole('textbox', { name: 'Colour', exact: true }).fill('#ffcc00')
    await page.getByRole('region', { name: 'As it will be read' }).getByText('made darker').waitFor()
    await page.getByRole('textbox', { name: 'Greeting', exact: true }).fill('Good day!')
    await preview.getByText('Good day!').waitFor()
    await page.getByRole('button', { name: 'Add a greeting' }).click()
    await page.getByRole('textbox', { name: 'Text' }).fill('Looking for a lamp?')
    await preview.getByRole('button', { name: 'Closed' }).click()
    await preview.getByText('Looking for a lamp?').waitFor()
    await save(page)
    expect((await settings()).widget).toMatchObject({
      color: '#ffcc00',
      heading: 'Good day!',
      greetings: [{ text: 'Looking for a lamp?', afterSeconds: 10, pages: [] }],
    })
    await visit(page, 'Widget')
    await page.getByRole('button', { name: 'Install Shop' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('https://shop.example/lamps')
    await page.keyboard.press('Enter')
    await dialog.getByText('The key works on shop.example.').waitFor()
    await dialog.getByText('The widget was opened on shop.example').waitFor()
    await dialog.getByRole('textbox').fill('other.example')
    await page.keyboard.press('Enter')
    await dialog.getByText('The key does not work on other.example').waitFor()
    expect(troubles).toEqual([])
    await context.close()
  })

  it('has nothing that axe objects to, dark and 360 wide', async () => {
    expect((await ada.call(listTenantLabels)).labels).toHaveLength(1)
    const { page, context } = await open(ada, '', narrowAndDark)
    const [workspace] = /^.*\/app\/[^/]+/.exec(page.url())!
    const shown: [path: string, heading: string][] = [
      ['desk', 'First answers by AI'],
      ['hours', 'Away message'],
      ['routing', 'Targets'],
      ['appearance', 'Proactive greetings'],
      ['replies', 'Macros'],
      ['labels', 'Labels'],
      ['blocks', 'Nobody is blocked'],
    ]
    for (const [path, heading] of shown) {
      await page.goto(`${workspace}/admin/${path}`)
      await page.getByRole('heading', { name: heading, exact: true }).waitFor()
      expect(await accessibilityProblems(page.mainFrame()), path).toEqual([])
    }
    await context.close()
  })
})
