import { useTexts, useWidget } from './context.ts'

/** How many wait before the visitor. */
export function QueueHint() {
  const position = useWidget().desk.queuePosition.value
  const texts = useTexts()
  return position ? (
    <p class="system" role="status">
      {texts.ahead(position)}
    </p>
  ) : null
}
