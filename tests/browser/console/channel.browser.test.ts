import { listChannelMembers } from '@parley/contracts/channels/channels'
import { describe, expect, it } from 'vitest'
import { accessibilityProblems } from '../browser.ts'
import { composerOf, openOffice, rowOf, write } from './office.ts'

const office = await openOffice(['gateway', 'channels', 'messaging', 'chat-engine'])
const { ada, bob, channel, open } = office
const lamps = 'Message #lamps'

describe('within a channel', { timeout: 240_000 }, () => {
  it('its details say what it is, who is in it and what is pinned, and change it', async () => {
    const { page, context, troubles } = await open(ada)
    await page.getByRole('link', { name: 'lamps' }).click()
    await write(page, lamps, 'Pin this')
    const row = rowOf(page, 'Pin this')
    await row.hover()
    await row.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Pin', exact: true }).click()
    await row.getByText('pinned', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Details' }).click()
    const details = page.getByRole('region', { name: 'Details' })
    await details.getByLabel('Topic').fill('Which is brightest')
    await details.getByLabel('Topic').press('Enter')
    await page.getByRole('region', { name: '#lamps' }).getByText('Which is brightest').waitFor()
    await details.getByRole('link', { name: 'Pins' }).click()
    await details.getByText('Pin this').waitFor()
    await details.getByRole('link', { name: 'Members' }).click()
    await details.getByLabel('Role of Bob').selectOption('admin')
    await expect
      .poll(async () => {
        const { members } = await ada.call(listChannelMembers, { id: channel.id })
        return members.find(({ user_id }) => user_id === bob.userId)?.role
      })
      .toBe('admin')
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    await details.getByRole('link', { name: 'Members' }).press('Escape')
    await details.waitFor({ state: 'detached' })
    expect(troubles).toEqual([])
    await context.close()
  })

  it('a message is written by keys: emoji by name, bold, quoted, its code in colours', async () => {
    const { page, context, troubles } = await open(bob)
    await page.getByRole('link', { name: 'lamps' }).click()
    const composer = composerOf(page, lamps)
    await composer.pressSequentially('Up :thumbsu')
    await page.getByRole('option', { name: ':thumbsup:' }).waitFor()
    await composer.press('Enter')
    await composer.press('ControlOrMeta+b')
    await composer.pressSequentially('bold')
    expect(await composer.inputValue()).toBe('Up 👍️ **bold**')
    await composer.press('Enter')
    const row = rowOf(page, 'Up 👍️ bold')
    await row.hover()
    await row.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Quote' }).click()
    await expect.poll(() => composer.inputValue()).toBe('> Up 👍️ **bold**\n\n')

    await composer.fill('```ts\nconst lamp = 1\n```')
    await composer.press('Enter')
    await page.locator('pre [data-kind="keyword"]', { hasText: 'const' }).waitFor()
    expect(await accessibilityProblems(page.mainFrame())).toEqual([])
    expect(troubles).toEqual([])
    await context.close()
  })
})
