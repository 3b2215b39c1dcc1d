import { sendAgentMessage } from '@parley/contracts/desk/messages'
import { describe, expect, it, vi } from 'vitest'
import { begin, composer, frameOf, openShop, plan, shadowRoot, shows, write } from './shop.ts'

const { ada, conversationWith, countVisitors, visit } = await openShop()

describe('the widget', { timeout: 240_000 }, () => {
  it('looks the same whatever the page’s styles say', async () => {
    const { page } = await visit({ viewport: { width: 1280, height: 800 } })
    const look = () =>
      page.evaluate<string>(`JSON.stringify([...(${shadowRoot}).querySelectorAll('*')].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect()
        const { color, font, opacity, visibility, direction, backgroundColor } = getComputedStyle(element)
        return [x, y, width, height, color, font, opacity, visibility, direction, backgroundColor]
      }))`)
    await page.evaluate('Parley("open")')
    await frameOf(page).locator('button.start').waitFor()
    await page.evaluate(`Promise.all((${shadowRoot}).getAnimations().map(({ finished }) => finished)).then(() => {})`)
    const before = await look()
    await page.evaluate(`(() => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(\`
        body *, body div { all: unset !important; display: inline !important; color: red !important; opacity: 0.1 !important;
          width: 7px !important; height: 7px !important; font: italic 40px serif !important; transform: scale(3) !important;
          visibility: hidden !important; filter: blur(9px) !important; direction: rtl !important; position: static !important }
        html, body { font-size: 60px; letter-spacing: 9px; line-height: 5; text-transform: uppercase }
      \`)
      document.adoptedStyleSheets = [sheet]
    })()`)
    expect(await page.evaluate<string>(`getComputedStyle(document.querySelector('h1')).color`)).toBe('rgb(255, 0, 0)')
    expect(await look()).toBe(before)
    // What it is in has no style of the page’s either.
    const ofHost = `(({ opacity, transform, filter, visibility }) => [opacity, transform, filter, visibility].join())(getComputedStyle((${shadowRoot}).host))`
    expect(await page.evaluate<string>(ofHost)).toBe('1,none,none,visible')
  })

  it('leaves room for the keyboard of a phone, which covers what is fixed', async () => {
    const { page } = await visit({ viewport: { width: 360, height: 700 } })
    await begin(page)
    await write(page, 'By thumb')
    const has = (box: object) =>
      vi.waitFor(async () => expect(await page.locator('iframe.frame').boundingBox()).toMatchObject(box), 10_000)
    await has({ y: 0, height: 700 })
    /** As when a keyboard comes, and pushes the page up. */
    const resize = (height: number, offsetTop: number) =>
      page.evaluate(`(() => {
        for (const [name, value] of Object.entries({ height: ${height}, offsetTop: ${offsetTop} }))
          Object.defineProperty(visualViewport, name, { value, configurable: true })
        visualViewport.dispatchEvent(new Event('resize'))
      })()`)
    await resize(380, 24)
    await has({ y: 24, height: 380 })
    const { y, height } = (await composer(page).boundingBox())!
    expect(y + height).toBeLessThanOrEqual(24 + 380)
    await resize(700, 0)
    await has({ y: 0, height: 700 })
  })

  it.each([
    [640, 320],
    [740, 360],
  ])(
    'is the whole of a phone on its side, and shows what was said beside what is written: %i × %i',
    async (...size) => {
      const [width, height] = size
      const { page } = await visit({ viewport: { width, height }, hasTouch: true })
      await begin(page)
      await write(page, 'On its side')
      await composer(page).fill('long\n'.repeat(40))
      await frameOf(page)
        .locator('input[type=file]')
        .setInputFiles([plan, { ...plan, name: 'b.pdf' }, { ...plan, name: 'c.pdf' }])
      await frameOf(page).locator('.chosen').waitFor()
      expect(await page.locator('iframe.frame').boundingBox()).toMatchObject({ x: 0, y: 0, width, height })
      expect((await frameOf(page).locator('.list').boundingBox())!.height).toBeGreaterThan(60)
      const { y, height: tall } = (await frameOf(page).locator('.composer').boundingBox())!
      expect(y + tall).toBeLessThanOrEqual(height)
    },
  )

  it('goes on after its tab was frozen, and where the page may store nothing', async () => {
    const { page, context, troubles } = await visit()
    await begin(page)
    await write(page, 'Before I sleep')
    const id = await conversationWith('Before I sleep')
    const browser = await context.newCDPSession(page)
    await browser.send('Page.setWebLifecycleState', { state: 'frozen' })
    await ada.call(sendAgentMessage, { id, content: 'While you slept' })
    await browser.send('Page.setWebLifecycleState', { state: 'active' })
    await shows(page, 'While you slept')
    await write(page, 'I am awake')

    const before = await countVisitors()
    await context.addInitScript(`for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('refused', 'SecurityError') } })`)
    await page.reload()
    await begin(page)
    await write(page, 'Nothing is kept')
    expect(await countVisitors(), 'they are somebody new').toBe(before + 1)
    await ada.call(sendAgentMessage, { id: await conversationWith('Nothing is kept'), content: 'It need not be' })
    await shows(page, 'It need not be')
    await frameOf(page).getByRole('button', { name: 'Close chat' }).click()
    await page.locator('button.launcher').click()
    await write(page, 'As long as the page lasts')
    expect(await countVisitors()).toBe(before + 1)
    expect(troubles).toEqual([])
  })
})
