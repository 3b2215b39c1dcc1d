import { useEffect, useState } from 'preact/hooks'
import { useTexts, useWidget } from './context.ts'

const askEveryMs = 30_000

/** How many wait before the visitor, while they look: nothing says by itself when others have gone. */
export function QueueHint() {
  const { api, current, session, isReading } = useWidget()
  const texts = useTexts()
  const { id } = current.value!.conversation
  const began = session.current.value
  const [position, setPosition] = useState(began?.conversation?.id === id ? began.queuePosition : null)
  const isLooking = isReading.value

  useEffect(() => {
    if (!isLooking) return
    const ask = () =>
      void api.visitor.listMessages({ conversationId: id, limit: 1 }).then(
        ({ queuePosition }) => setPosition(queuePosition),
        () => {}, // The next time.
      )
    ask()
    const timer = setInterval(ask, askEveryMs)
    return () => clearInterval(timer)
  }, [api, id, isLooking])

  return position ? (
    <p class="system" role="status">
      {texts.ahead(position)}
    </p>
  ) : null
}
