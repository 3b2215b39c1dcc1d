import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import css from '../style/emoji.css?inline'
import { useTexts, useWidget } from './context.ts'
import { addStyles } from './styles.ts'

addStyles(css)

const emojis = [
  ...new Intl.Segmenter().segment(
    '😀😃😄😁😅😂🙂😉😊😍🥰😘😎🤓🤔😐😬🙄😴😢😭😡🤯😱🥳🤝👍👎👌👏🙏💪👋✌️🤞❤️💔🔥✨⭐🎉🎁✅❌⚠️❓💡📎',
  ),
].map(({ segment }) => segment)
const columns = 8

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }

interface Props {
  /** The button that opens it. */
  opener: RefObject<HTMLButtonElement | null>
  onPick: (emoji: string) => void
  onClose: () => void
}

/** A grid of emoji: one stop of Tab, arrows within it. Whatever is done elsewhere closes it. */
export function EmojiPicker({ opener, onPick, onClose }: Props) {
  const texts = useTexts()
  const isResolved = useWidget().current.value?.conversation.status === 'CLOSED'
  const grid = useRef<HTMLDivElement>(null)
  const buttons = () => [...grid.current!.querySelectorAll('button')]

  useEffect(() => {
    buttons()[0]?.focus()
    const leave = ({ target }: Event) => {
      const isHere = [grid, opener].some(({ current }) => target instanceof Node && current?.contains(target))
      if (!isHere) onClose()
    }
    // Before the frame, which closes by the same key.
    const onEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return
      event.preventDefault()
      opener.current?.focus()
      onClose()
    }
    const listening = new AbortController()
    const { signal } = listening
    for (const type of ['pointerdown', 'focusin', 'blur']) window.addEventListener(type, leave, { signal })
    window.addEventListener('keydown', onEscape, { signal, capture: true })
    return () => listening.abort()
  }, [])

  // The conversation was resolved or reopened.
  useEffect(() => onClose, [isResolved])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const all = buttons()
    const isMirrored = step % columns !== 0 && getComputedStyle(grid.current!).direction === 'rtl'
    all[all.indexOf(document.activeElement as HTMLButtonElement) + (isMirrored ? -step : step)]?.focus()
  }

  return (
    <div class="emoji-picker" role="toolbar" aria-label={texts.emoji} ref={grid} onKeyDown={onKeyDown}>
      {emojis.map((emoji, index) => (
        <button type="button" key={emoji} tabIndex={index === 0 ? 0 : -1} onClick={() => onPick(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  )
}
