/** Focuses the element before or behind the focused one, or the first of the list from elsewhere; false where there is none. */
export function moveFocus(list: HTMLElement, selector: string, step: 1 | -1): boolean {
  const elements = [...list.querySelectorAll<HTMLElement>(selector)]
  const next = elements[elements.indexOf(document.activeElement as HTMLElement) + step]
  next?.focus()
  return next !== undefined
}
