import { useEffect, useRef } from 'preact/hooks'
import { useTexts, useWidget } from './context.ts'
import { Conversation } from './conversation.tsx'
import { Home } from './home.tsx'
import { isTouched } from './pointer.ts'

/** Everything in the frame. Esc closes it, wherever the focus is. */
export function App({ onClose }: { onClose: () => void }) {
  const { view, isOpen, isUnavailable, connection, session } = useWidget()
  const texts = useTexts()
  const root = useRef<HTMLDivElement>(null)
  const { name } = view.value
  const isDown = session.current.value !== undefined && !connection.isConnected.value

  // The focus comes in when the frame opens, and goes to the heading of what is shown next, unless that has put it
  // somewhere itself.
  useEffect(() => {
    const element = root.current!
    if (!isOpen.value || element.contains(document.activeElement)) return
    const field = isTouched() ? null : element.querySelector<HTMLElement>('.composer textarea')
    ;(field ?? element.querySelector<HTMLElement>('[data-autofocus]'))?.focus()
  }, [isOpen.value, name])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a key of the whole frame.
    <div
      class="app"
      ref={root}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) onClose()
      }}
    >
      {isDown && (
        <p class="banner" role="status">
          {texts.reconnecting}
        </p>
      )}
      {(isUnavailable.value || session.isRefused.value) && (
        <p class="banner" role="alert">
          {isUnavailable.value ? texts.unavailable : texts.refused}
        </p>
      )}
      {name === 'home' ? <Home onClose={onClose} /> : <Conversation onClose={onClose} />}
    </div>
  )
}
