import type { LauncherStyle } from '../protocol.ts'
import { element, icon } from './elements.ts'
import css from './shell.css?inline'

const bubble =
  'M21 11.5a8.4 8.4 0 0 1-8.5 8.3 9 9 0 0 1-3.6-.7L3 21l1.8-5.1A8 8 0 0 1 3.9 12a8.4 8.4 0 0 1 8.6-8.4 8.4 8.4 0 0 1 8.5 7.9Z'
const chevron = 'm6 9 6 6 6-6'
const cross = 'm7 7 10 10M17 7 7 17'

/** On phones, also turned on their side, the frame is the whole screen; shell.css says the same. */
const small = '(max-width: 480px), (max-height: 450px)'

/**
 * Launcher, greeting and frame, in a shadow root that the page's styles do not reach. Styles are set by the CSSOM alone,
 * which a page's `style-src` leaves alone.
 */
export function createShell(
  source: string,
  on: {
    onLauncher: () => void
    onGreeting: () => void
    onDismiss: () => void
    onLoad: (frame: Window) => void
  },
) {
  const host = element('div')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]

  const badge = element('span', { className: 'badge', hidden: true })
  const launcher = element('button', { type: 'button', className: 'launcher', hidden: true, onclick: on.onLauncher }, [
    icon('closed', bubble),
    icon('opened', chevron),
    badge,
  ])
  const greetingText = element('button', { type: 'button', className: 'text', dir: 'auto', onclick: on.onGreeting })
  const dismiss = element('button', { type: 'button', className: 'dismiss', onclick: on.onDismiss }, [icon('', cross)])
  const greeting = element('div', { className: 'greeting', hidden: true }, [greetingText, dismiss])
  const greetingStatus = element('div', { role: 'status' }, [greeting])
  const frame = element('iframe', { className: 'frame', src: source, referrerPolicy: 'origin' })
  frame.allow = 'clipboard-write'
  frame.onload = () => frame.contentWindow && on.onLoad(frame.contentWindow)
  // In the order of the keyboard: the launcher before what it opens.
  root.append(greetingStatus, launcher, frame)
  document.body.append(host)

  let labels: LauncherStyle | undefined
  let unreadLabel = ''
  let isOpen = false
  /** What had the focus before the widget took it. */
  let before: Element | null = null
  /** The page's own `overflow`, while a frame that is the whole screen keeps it from scrolling. */
  let overflow: string | undefined

  function label(): void {
    if (!labels) return
    launcher.ariaLabel = isOpen ? labels.closeLabel : [labels.openLabel, unreadLabel].filter(Boolean).join(', ')
    launcher.ariaExpanded = String(isOpen)
  }

  function greet(text: string | null, dismissLabel: string): void {
    greeting.hidden = text === null || isOpen
    greetingText.textContent = text
    dismiss.ariaLabel = dismissLabel
  }

  /** Keyboards of phones cover a fixed element; what is left to see is what the frame gets. */
  function fit(): void {
    const { visualViewport: viewport } = window
    const isWhole = isOpen && matchMedia(small).matches
    frame.style.height = isWhole && viewport ? `${viewport.height}px` : ''
    frame.style.top = isWhole && viewport ? `${viewport.offsetTop}px` : ''
    const { style } = document.documentElement
    if (isWhole && overflow === undefined) {
      overflow = style.overflow
      style.overflow = 'hidden'
    } else if (!isWhole && overflow !== undefined) {
      style.overflow = overflow
      overflow = undefined
    }
  }
  window.visualViewport?.addEventListener('resize', fit)
  window.visualViewport?.addEventListener('scroll', fit)

  return {
    style(given: LauncherStyle): void {
      labels = given
      host.style.setProperty('--fill', given.fill)
      host.style.setProperty('--on-fill', given.onFill)
      host.dataset.side = given.side
      frame.title = given.title
      launcher.hidden = false
      label()
    },
    showUnread(count: number, label_: string): void {
      badge.hidden = count === 0
      badge.textContent = count > 9 ? '9+' : String(count)
      unreadLabel = label_
      label()
    },
    greet,
    /** Takes the launcher away, until the frame says again how it looks. */
    hide(): void {
      launcher.hidden = true
    },
    show(wanted: boolean): void {
      isOpen = wanted
      if (isOpen) before = root.activeElement ?? document.activeElement
      host.toggleAttribute('data-open', isOpen)
      greeting.hidden = true
      label()
      fit()
      if (isOpen) frame.focus()
      else if (root.activeElement === frame || document.activeElement === host)
        (before as HTMLElement | null)?.focus?.()
    },
    reload(): void {
      frame.src = source
    },
  }
}
