import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

/** What a list holds still: its end, or the first row in sight at its place. */
interface Anchor {
  isEnd: boolean
  row: string | undefined
  /** Where the row begins, from the top of what is in sight. */
  offset: number
}

interface AnchoredOptions {
  /** Another one begins anew, at the target or the end. */
  opened: number
  /** A row that is to be shown in the middle. */
  target: string | undefined
  /** Whether the last row is the newest there is. */
  endsAtPresent: boolean
  onNear: (edge: 'start' | 'end') => void
  /** After every scroll, whether the end is in sight. */
  onSettled: (isAtEnd: boolean) => void
}

const endSlack = 4
/** What is loaded late does not move the row that was jumped to for so long. */
const holdMs = 2_000

/** How much there is below what is in sight. */
const belowOf = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number =>
  scrollHeight - scrollTop - clientHeight
const isAtEnd = (scroller: HTMLElement): boolean => belowOf(scroller) <= endSlack

/**
 * Keeps what somebody reads where it is, whatever is added, removed or grows around it. Rows are elements with `data-row`
 * in the scroller’s only child. The end is followed only by whoever is at it, and no further than the first line of a row that is
 * taller than the screen.
 */
export function useAnchoredScroll(
  scrollerRef: RefObject<HTMLElement | null>,
  options: AnchoredOptions,
): { toEnd(): void } {
  const latest = useRef(options)
  latest.current = options
  const state = useRef({
    anchor: { isEnd: true, row: undefined, offset: 0 } as Anchor,
    scrollTop: 0,
    opened: -1,
    heldUntil: 0,
    /** The last row when the reader was at the end by themselves: it may be read to its end. */
    settledRow: undefined as string | undefined,
  })

  const rowsOf = (scroller: HTMLElement) => [...scroller.querySelectorAll<HTMLElement>('[data-row]')]
  const topOf = (scroller: HTMLElement, row: HTMLElement) =>
    row.getBoundingClientRect().top - scroller.getBoundingClientRect().top

  function scrollTo(scroller: HTMLElement, top: number): void {
    scroller.scrollTop = top
    state.current.scrollTop = scroller.scrollTop
  }

  /** Notes what is to be held, as the reader sees it now. */
  function note(scroller: HTMLElement): void {
    const rows = rowsOf(scroller)
    const first = rows.find((row) => topOf(scroller, row) + row.offsetHeight > 0)
    const isEnd = latest.current.endsAtPresent && isAtEnd(scroller)
    state.current.anchor = { isEnd, row: first?.dataset.row, offset: first ? topOf(scroller, first) : 0 }
    state.current.scrollTop = scroller.scrollTop
    if (isEnd) state.current.settledRow = rows.at(-1)?.dataset.row
  }

  function place(scroller: HTMLElement): void {
    const { target } = latest.current
    const row = target === undefined ? undefined : rowsOf(scroller).find((each) => each.dataset.row === target)
    if (row) {
      const offset = Math.max((scroller.clientHeight - row.offsetHeight) / 2, 0)
      state.current.anchor = { isEnd: false, row: target, offset }
      state.current.heldUntil = performance.now() + holdMs
    } else {
      state.current.anchor = { isEnd: true, row: undefined, offset: 0 }
      state.current.settledRow = rowsOf(scroller).at(-1)?.dataset.row
    }
  }

  function restore(scroller: HTMLElement): void {
    const { anchor } = state.current
    const moved = scroller.scrollTop - state.current.scrollTop
    // The reader has scrolled, and it was not said yet. Who was at the end of rows that became fewer is still there.
    if (moved !== 0 && performance.now() > state.current.heldUntil) {
      anchor.offset -= moved
      if (moved < 0 && !isAtEnd(scroller)) anchor.isEnd = false
    }
    if (anchor.isEnd && latest.current.endsAtPresent) followEnd(scroller)
    else holdRow(scroller)
    state.current.scrollTop = scroller.scrollTop
  }

  function followEnd(scroller: HTMLElement): void {
    scrollTo(scroller, scroller.scrollHeight)
    const last = rowsOf(scroller).at(-1)
    if (!last || last.dataset.row === state.current.settledRow || topOf(scroller, last) >= 0) return
    // It is taller than the screen: from its first line on, the reader decides.
    state.current.anchor = { isEnd: false, row: last.dataset.row, offset: 0 }
    holdRow(scroller)
  }

  function holdRow(scroller: HTMLElement): void {
    const { row, offset } = state.current.anchor
    const element = row === undefined ? undefined : rowsOf(scroller).find((each) => each.dataset.row === row)
    if (element) scrollTo(scroller, scroller.scrollTop + topOf(scroller, element) - offset)
    else note(scroller)
  }

  function settle(scroller: HTMLElement): void {
    const { scrollTop, clientHeight } = scroller
    if (scrollTop < 2 * clientHeight) latest.current.onNear('start')
    if (belowOf(scroller) < 2 * clientHeight) latest.current.onNear('end')
    latest.current.onSettled(isAtEnd(scroller))
  }

  useLayoutEffect(() => {
    const scroller = scrollerRef.current
    if (!scroller) return
    if (state.current.opened !== options.opened) {
      state.current.opened = options.opened
      state.current.scrollTop = scroller.scrollTop
      place(scroller)
    }
    restore(scroller)
    settle(scroller)
  })
  useEffect(() => {
    const scroller = scrollerRef.current
    if (!scroller) return
    const observer = new ResizeObserver(() => restore(scroller))
    observer.observe(scroller)
    if (scroller.firstElementChild) observer.observe(scroller.firstElementChild)
    const onScroll = () => {
      if (Math.abs(scroller.scrollTop - state.current.scrollTop) < 1) return
      note(scroller)
      settle(scroller)
    }
    const release = () => {
      state.current.heldUntil = 0
    }
    scroller.addEventListener('scroll', onScroll, { passive: true })
    for (const type of ['wheel', 'touchstart', 'keydown', 'pointerdown'] as const)
      scroller.addEventListener(type, release, { passive: true })
    return () => {
      observer.disconnect()
      scroller.removeEventListener('scroll', onScroll)
      for (const type of ['wheel', 'touchstart', 'keydown', 'pointerdown'] as const)
        scroller.removeEventListener(type, release)
    }
    // The scroller is there only once there are rows.
  }, [scrollerRef, options.opened])

  return {
    toEnd() {
      const scroller = scrollerRef.current
      if (!scroller) return
      scrollTo(scroller, scroller.scrollHeight)
      note(scroller)
      settle(scroller)
    },
  }
}
