import { sendAgentMessage, typeToVisitor } from '@parley/contracts/desk/messages'
import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { expect, it } from 'vitest'
import { loadLanguage } from '../../apps/widget/src/i18n/languages.ts'
import { accessibilityProblems } from './browser.ts'
import { begin, composer, frameOf, innerFrame, isMessages, plan, type Shop, shadowRoot, shows, write } from './shop.ts'

/** In a page: how long anything takes that moves, in seconds. */
const longestMotion = `(root) => Math.max(...[...root.querySelectorAll('*')].flatMap((element) => {
  const { transitionDuration, animationName, animationDuration } = getComputedStyle(element)
  return [transitionDuration, animationName === 'none' ? '0s' : animationDuration].join().split(',').map(parseFloat)
}))`

/** Speaks languages, and has nothing that axe objects to. */
export function describeLooks(
  { ada, conversationWith, visit }: Shop,
  { languages, looks }: { languages: string[]; looks: ['light' | 'dark', number][] },
): void {
  it.each(languages)('speaks %s: of what it shows, what is read aloud, and why it was refused', async (code) => {
    const { texts } = await loadLanguage(code)
    const { context, page } = await visit({}, `/?language=${code}`)
    expect(await page.locator('button.launcher').getAttribute('aria-label')).toBe(texts.open)
    await begin(page)
    expect(await innerFrame(page).evaluate('document.documentElement.lang')).toBe(code)
    expect(await page.locator('button.launcher').getAttribute('aria-label')).toBe(texts.close)
    for (const name of [texts.back, texts.close, texts.attach, texts.emoji, texts.send])
      await frameOf(page).getByRole('button', { name, exact: true }).waitFor()
    await frameOf(page).getByRole('textbox', { name: texts.message, exact: true }).waitFor()
    await frameOf(page).getByRole('log', { name: texts.messages }).waitFor()

    await frameOf(page)
      .locator('input[type=file]')
      .setInputFiles([plan, { ...plan, name: 'film.mov', buffer: Buffer.from('no plan') }])
    await frameOf(page)
      .getByRole('button', { name: texts.remove('plan.pdf') })
      .waitFor()
    await frameOf(page)
      .getByRole('alert')
      .filter({ hasText: `film.mov: ${texts.wrongFiles}` })
      .waitFor()
    await composer(page).fill('x'.repeat(10_001))
    expect(await composer(page).inputValue()).toHaveLength(10_000)
    await frameOf(page).getByText(texts.charactersLeft(0)).waitFor()

    const headers = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'Retry-After',
      'Retry-After': '3600',
    }
    await context.route(isMessages, (route) => route.fulfill({ status: 429, headers }))
    await frameOf(page).getByRole('button', { name: texts.send, exact: true }).click()
    await frameOf(page).getByRole('alert').filter({ hasText: texts.tooMuch }).waitFor()
    for (const name of [texts.retry, texts.discard]) await frameOf(page).getByRole('button', { name }).waitFor()
    await context.close()
  })

  it.each(looks)(
    'has nothing that axe objects to in %s at %i pixels, in the company’s colour',
    async (colorScheme, width) => {
      await ada.call(updateTenantWorkspace, {
        settings: { widget: { color: '#ffd400', title: 'Larch & Lantern', side: 'left' } },
      })
      const viewport = { width, height: 700 }
      const { page, troubles } = await visit({ colorScheme, reducedMotion: 'reduce', viewport }, '/?dir=rtl')
      expect(await accessibilityProblems(page.mainFrame())).toEqual([])
      await page.locator('button.launcher').click()
      await shows(page, 'Larch & Lantern')
      expect(await accessibilityProblems(innerFrame(page))).toEqual([])
      await frameOf(page).locator('button.start').click()
      const said = `Hello in ${colorScheme} at ${width}`
      await write(page, said)
      const id = await conversationWith(said)
      await ada.call(sendAgentMessage, { id, content: 'Hello!' })
      await shows(page, 'Hello!')
      expect(await accessibilityProblems(innerFrame(page))).toEqual([])
      expect((await page.locator('iframe.frame').boundingBox())!.width).toBe(Math.min(width, 400))
      // Who wants little motion sees none, neither while an agent writes.
      await ada.call(typeToVisitor, { id })
      await frameOf(page).locator('.dots').waitFor({ state: 'attached' })
      expect(await page.evaluate<number>(`(${longestMotion})(${shadowRoot})`)).toBe(0)
      expect(await innerFrame(page).evaluate<number>(`(${longestMotion})(document)`)).toBe(0)
      // axe adds a style of its own, which the frame's policy refuses.
      expect(troubles.filter((text) => !text.startsWith('Applying inline style'))).toEqual([])
    },
  )
}
