import type { WidgetSettings } from '@parley/contracts/desk/widget-settings'

type Greeting = NonNullable<WidgetSettings['greetings']>[number]

/** Whether a page is one of these: patterns of paths, in which `*` stands for anything. */
export function isOnPage(pages: readonly string[] | undefined, url: string): boolean {
  if (!pages || pages.length === 0) return true
  const { pathname } = new URL(url)
  return pages.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}$`).test(pathname)
  })
}

/**
 * Greets on the pages that a company has said, after a while.
 *
 * @param show null takes the greeting away
 */
export function createGreeter(greetings: readonly Greeting[], show: (text: string | null) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    /** The visitor is on this page now. */
    visit(url: string): void {
      clearTimeout(timer)
      const greeting = greetings.find(({ pages }) => isOnPage(pages, url))
      if (greeting) timer = setTimeout(() => show(greeting.text), greeting.afterSeconds * 1_000)
    },
    /** Nobody is greeted who is in a conversation, or is about to begin one. */
    stop(): void {
      clearTimeout(timer)
      show(null)
    },
  }
}

export type Greeter = ReturnType<typeof createGreeter>
