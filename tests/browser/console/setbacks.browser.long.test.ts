import { getPreferences, updatePreferences } from '@parley/contracts/identity/preferences'
import { postMessage } from '@parley/contracts/messages/messages'
import { describe, expect, it, vi } from 'vitest'
import { accessibilityProblems, type Page } from '../browser.ts'
import { composerOf, openOffice, rowOf, write } from './office.ts'

const office = await openOffice(['gateway', 'channels', 'messaging', 'chat-engine'])
const { ada, bob, channel, open } = office
const lamps = 'Message #lamps'
const lamp = { name: 'lamp.txt', mimeType: 'text/plain', buffer: Buffer.from('a lamp') }
const isUpload = '**/api/v2/messages/upload'
const isDraft = '**/api/v2/drafts/**'

const alert = (page: Page, hasText: string) => page.getByRole('alert').filter({ hasText })
const signOut = async (page: Page) => {
  await page.getByRole('button', { name: /^Your account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
}
const keptOf = (page: Page) =>
  page.evaluate<string[]>(`Object.keys(localStorage).filter((key) => key.includes('${bob.userId}'))`)

describe('what goes wrong in the console', { timeout: 240_000 }, () => {
  it('keeps a file that could not be uploaded, with its reason, which holds up nothing', async () => {
    const { page, context } = await open(bob)
    await page.getByRole('link', { name: 'lamps' }).click()
    await write(page, lamps, 'There is a picture of it')
    const error = { code: 'payload_too_large', message: 'The file may be at most 5 bytes.' }
    await page.route(isUpload, (route) => route.fulfill({ status: 413, json: { success: false, error } }))
    await page.locator('input[type=file]').setInputFiles(lamp)
    await alert(page, 'Not uploaded: The file may be at most 5 bytes.').waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await write(page, lamps, 'It comes later')

    await bob.call(updatePreferences, { language: 'de' })
    await alert(page, 'Nicht hochgeladen: Das ist zu groß. (The file may be at most 5 bytes.)').waitFor()
    await bob.call(updatePreferences, { language: 'en' })
    await page.unroute(isUpload)
    await page.getByRole('button', { name: 'Retry: lamp.txt' }).click()
    await alert(page, 'Not uploaded').waitFor({ state: 'detached' })
    await composerOf(page, lamps).fill('Here it is')
    await page.getByRole('button', { name: 'Send', exact: true }).and(page.locator(':enabled')).click()
    await rowOf(page, 'Here it is').getByRole('link', { name: 'Download lamp.txt' }).waitFor()
    await context.close()
  })

  it('loads what could not be loaded without a network when it is back, or opened again', async () => {
    const { page, context, troubles } = await open(ada)
    await page.getByRole('link', { name: 'lamps' }).click()
    await composerOf(page, lamps).waitFor()
    await context.setOffline(true)
    await page.keyboard.press('Control+k')
    await page.getByText('This part of Parley could not be loaded.').waitFor()
    await page.getByRole('link', { name: 'Admin' }).click()
    const missing = alert(page, 'This part of Parley could not be loaded.')
    await missing.getByRole('button', { name: 'Try again' }).click()
    await missing.waitFor()
    await context.setOffline(false)
    await page.getByRole('heading', { name: 'Members' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor()
    expect(troubles.filter((text) => !/dynamically imported module|could not be loaded/.test(text))).toEqual([])
    await context.close()
  })

  it('asks whoever signs out with a draft that nobody else has, and leaves nothing of theirs behind', async () => {
    const { page, context } = await open(bob)
    await page.getByRole('link', { name: 'lamps' }).click()
    await composerOf(page, lamps).fill('Saved')
    await vi.waitUntil(async () => (await keptOf(page)).length > 0)
    await page.waitForResponse(isDraft)
    await page.route(isDraft, (route) => route.abort())
    await composerOf(page, lamps).fill('Not saved')
    await signOut(page)
    const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'))
    await dialog.getByText('Sign out and lose what was not sent?').waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect(await composerOf(page, lamps).inputValue()).toBe('Not saved')
    await signOut(page)
    await dialog.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor()
    expect(await keptOf(page)).toEqual([])
    await context.close()
  })
})

describe('preferences of a person', { timeout: 240_000 }, () => {
  it('turn keys off, which go through lists by J and K otherwise', async () => {
    await bob.call(postMessage, { channel_id: channel.id, content: 'One for @ada' })
    await bob.call(postMessage, { channel_id: channel.id, content: 'Two for @ada' })
    const { page, context, troubles } = await open(ada)
    await page.getByRole('link', { name: 'Mentions' }).click()
    const focused = () => page.evaluate<string>('document.activeElement.textContent')
    await page.getByText('One for').waitFor()
    await page.keyboard.press('j')
    expect(await focused()).toContain('Two for')
    await page.keyboard.press('j')
    expect(await focused()).toContain('One for')
    await page.keyboard.press('k')
    expect(await focused()).toContain('Two for')

    await page.keyboard.press('?')
    await page.getByRole('dialog').getByLabel('Use keyboard shortcuts').uncheck()
    const isTaken = async () => (await ada.call(getPreferences, {})).data.keyboard_shortcuts
    await expect.poll(isTaken).toBe(false)
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.keyboard.press('Control+k')
    await page.keyboard.press('j')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.goto(page.url().replace('/mentions', '/account/preferences'))
    await page.getByLabel('Use keyboard shortcuts').check()
    await expect.poll(isTaken).toBe(true)
    expect(troubles).toEqual([])
    await context.close()
  })

  it('let messages stand closely, names in their first lines; times stay in one line', async () => {
    const { page, context, troubles } = await open(ada)
    await page.getByRole('link', { name: 'lamps' }).click()
    await write(page, lamps, 'The first')
    await write(page, lamps, 'The second')
    const time = rowOf(page, 'The second').locator('time').first()
    await rowOf(page, 'The second').hover()
    expect(await time.textContent()).toMatch(/[AP]M$/)
    expect((await time.boundingBox())!.height).toBeLessThan(30)

    const first = rowOf(page, 'The first')
    const topOf = async (name: string) => (await first.getByText(name, { exact: true }).boundingBox())!.y
    expect(Math.abs((await topOf('Ada')) - (await topOf('The first')))).toBeGreaterThan(10)
    await ada.call(updatePreferences, { density: 'compact' })
    await expect.poll(async () => Math.abs((await topOf('Ada')) - (await topOf('The first')))).toBeLessThan(10)
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    expect(troubles).toEqual([])
    await context.close()
  })
})
