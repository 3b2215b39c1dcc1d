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

/** What AI would answer, asked for by hand: an agent decides what is sent. */
export function useSuggestion(conversationId: string) {
  const texts = useTexts(deskTexts)
  const { agent } = useDesk().workspace.parley
  const attempt = useAttempt()
  const [isBusy, setBusy] = useState(false)
  const [shown, setShown] = useState<Output<'suggestAgentReply'>>()

  async function ask(): Promise<void> {
    setBusy(true)
    await attempt(async () => {
      const suggested = await agent.suggestReply({ id: conversationId })
      if (suggested.text === null) say(texts.noSuggestion)
      else setShown(suggested)
    })
    setBusy(false)
  }
  return { shown, isBusy, ask, dismiss: () => setShown(undefined) }
}

interface SuggestionProps {
  suggestion: ReturnType<typeof useSuggestion>
  onUse: (text: string) => void
}

export function Suggestion({ suggestion: { shown, dismiss }, onUse }: SuggestionProps) {
  const texts = useTexts(deskTexts)
  const { close } = useTexts(uiTexts)
  if (!shown?.text) return null
  const { text, sources } = shown
  return (
    <section className={styles.suggestion} aria-label={texts.suggestedReply}>
      <p className={styles.suggested} dir="auto">
        {text}
      </p>
      {sources.length > 0 && (
        <p className={styles.hint}>
          {texts.sources} <bdi>{sources.map(({ title }) => title).join(', ')}</bdi>
        </p>
      )}
      <div className={styles.choices}>
        <Button
          kind="main"
          onClick={() => {
            dismiss()
            onUse(text)
          }}
        >
          {texts.useSuggestion}
        </Button>
        <Button onClick={dismiss}>{close}</Button>
      </div>
    </section>
  )
}
