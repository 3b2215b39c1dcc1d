import { useQuery } from '@tanstack/react-query'
import { SendHorizontal } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Kept } from '../../store/kept.ts'
import { IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import styles from './private.module.css'
import { privateTexts } from './texts/index.ts'

interface QuestionFormProps {
  conversationId: string
  isBusy: boolean
  /** Answers whether the server has ever had it; `onTaken` is called as soon as it has. */
  onAsk: (question: string, personality: string, onTaken: () => void) => Promise<boolean>
}

/** Where a question is written, and whom it is for. It is kept until the server has it. */
export function QuestionForm({ conversationId, isBusy, onAsk }: QuestionFormProps) {
  const texts = useTexts(privateTexts)
  const { parley, workspaceId, me, storage } = useStore()
  const kept = new Kept<string>(storage, `parley:questions:${workspaceId}:${me.uuid}`)
  const [question, setQuestion] = useState(() => kept.get(conversationId) ?? '')
  const latest = useRef(question)
  latest.current = question
  const write = (text: string) => {
    setQuestion(text)
    if (text) kept.set(conversationId, text)
    else kept.delete(conversationId)
  }
  const [chosen, choose] = useState<string>()
  const { data = [] } = useQuery({
    queryKey: [workspaceId, 'personalities'],
    queryFn: async () => (await parley.personalities.list({ limit: 100 })).data,
  })
  const personality = chosen ?? data.find(({ is_default }) => is_default)?.handle ?? data[0]?.handle
  const canAsk = !isBusy && question.trim() !== '' && personality !== undefined
  const ask = async () => {
    if (!canAsk) return
    setQuestion('')
    const isTaken = await onAsk(question, personality, () => {
      // What was begun meanwhile stays.
      if (kept.get(conversationId) === question) kept.delete(conversationId)
    })
    if (!isTaken) write([question, latest.current].filter(Boolean).join('\n\n'))
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
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.keyCode === 229 || event.key !== 'Enter' || event.shiftKey) return
          event.preventDefault()
          void ask()
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
        <IconButton icon={SendHorizontal} label={texts.ask} kind="main" disabled={!canAsk} onClick={() => void ask()} />
      </div>
    </footer>
  )
}
