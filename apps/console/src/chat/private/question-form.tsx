import { useQuery } from '@tanstack/react-query'
import { SendHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import styles from './private.module.css'
import { privateTexts } from './texts/index.ts'

interface QuestionFormProps {
  isBusy: boolean
  onAsk: (question: string, personality: string) => void
}

/** Where a question is written, and whom it is for. */
export function QuestionForm({ isBusy, onAsk }: QuestionFormProps) {
  const texts = useTexts(privateTexts)
  const { parley, workspaceId } = useStore()
  const [question, setQuestion] = useState('')
  const [chosen, choose] = useState<string>()
  const { data = [] } = useQuery({
    queryKey: [workspaceId, 'personalities'],
    queryFn: async () => (await parley.personalities.list({ limit: 100 })).data,
  })
  const personality = chosen ?? data.find(({ is_default }) => is_default)?.handle ?? data[0]?.handle
  const canAsk = !isBusy && question.trim() !== '' && personality !== undefined
  const ask = () => {
    if (!canAsk) return
    onAsk(question, personality)
    setQuestion('')
  }
  return (
    <footer className={styles.form}>
      <textarea
        className={styles.input}
        rows={1}
        dir="auto"
        value={question}
        maxLength={100_000}
        placeholder={texts.question}
        aria-label={texts.question}
        // biome-ignore lint/a11y/noAutofocus: whoever opens a conversation wants to ask.
        autoFocus
        onChange={(event) => setQuestion(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.keyCode === 229 || event.key !== 'Enter' || event.shiftKey) return
          event.preventDefault()
          ask()
        }}
      />
      <div className={styles.bar}>
        <Select
          aria-label={texts.whom}
          value={personality ?? ''}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {data.map(({ handle, name }) => (
            <option key={handle} value={handle}>
              {name}
            </option>
          ))}
        </Select>
        <IconButton icon={SendHorizontal} label={texts.ask} kind="main" disabled={!canAsk} onClick={ask} />
      </div>
    </footer>
  )
}
