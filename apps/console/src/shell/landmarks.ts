import { useKeys } from '../ui/keys.ts'

/** Parts of the page, wherever they are: of those within each other, the outermost. */
const selector = 'nav[aria-label], aside, section[aria-label], [data-landmark]'

/** F6 goes to the next part of the page, with ⇧ to the one before. */
export function useLandmarkKeys(): void {
  useKeys({ f6: () => move(1), 'shift+f6': () => move(-1) })
}

function move(step: 1 | -1): void {
  const parts = [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (part) => part.checkVisibility() && !part.parentElement?.closest(selector),
  )
  const at = parts.findIndex((part) => part.contains(document.activeElement))
  const next = at === -1 && step === -1 ? parts.at(-1) : parts[(at + step + parts.length) % parts.length]
  if (!next) return
  next.tabIndex = -1
  next.focus()
}
