import type { Output } from '@parley/client/index'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { say } from '../../ui/toasts.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import styles from './composer.module.css'

/** What was said so far, asked for by hand by whoever takes a conversation over. */
export function useSummary(conversationId: string) {
  const texts = useTexts(deskTexts)
  const { agent } = useDesk().workspace.parley
  const attempt = useAttempt()
  const [isBusy, setBusy] = useState(false)
  const [shown, setShown] = useState<Output<'summarizeAgentConversation'>>()

  async function ask(): Promise<void> {
    setBusy(true)
    await attempt(async () => {
      const summarized = await agent.summarizeConversation({ id: conversationId })
      if (summarized.model === null) say(texts.nothingToSummarize)
      else setShown(summarized)
    })
    setBusy(false)
  }
  return { shown, isBusy, ask, dismiss: () => setShown(undefined) }
}

export function Summary({ summary: { shown, dismiss } }: { summary: ReturnType<typeof useSummary> }) {
  const texts = useTexts(deskTexts)
  const { close } = useTexts(uiTexts)
  if (!shown) return null
  const { summary, evidence } = shown
  return (
    <section className={styles.suggestion} aria-label={texts.summary}>
      <p className={styles.suggested} dir="auto">
        {summary}
      </p>
      <div className={styles.choices}>
        {evidence.map((id, at) => (
          <Button key={id} aria-label={texts.toMessage(at + 1)} onClick={() => showMessage(id)}>
            {at + 1}
          </Button>
        ))}
        <Button onClick={dismiss}>{close}</Button>
      </div>
    </section>
  )
}

/** Goes to a message of the timeline, as far as that is loaded. */
function showMessage(id: string): void {
  const row = document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)
  row?.scrollIntoView({ block: 'center' })
  row?.focus({ preventScroll: true })
}
