import { useEffect, useRef } from 'preact/hooks'
import css from '../style/emoji.css?inline'
import { useTexts } from './context.ts'
import { addStyles } from './styles.ts'

addStyles(css)

const emojis = [
  ...new Intl.Segmenter().segment(
    '😀😃😄😁😅😂🙂😉😊😍🥰😘😎🤓🤔😐😬🙄😴😢😭😡🤯😱🥳🤝👍👎👌👏🙏💪👋✌️🤞❤️💔🔥✨⭐🎉🎁✅❌⚠️❓💡📎',
  ),
].map(({ segment }) => segment)
const columns = 8

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }

/** A grid of emoji: one stop of Tab, arrows within it. */
export function EmojiPicker({ onPick, onClose }: { onPick: (emoji: string) => void; onClose: () => void }) {
  const texts = useTexts()
  const grid = useRef<HTMLDivElement>(null)
  const buttons = () => [...grid.current!.querySelectorAll('button')]

  useEffect(() => buttons()[0]?.focus(), [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      return onClose()
    }
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
