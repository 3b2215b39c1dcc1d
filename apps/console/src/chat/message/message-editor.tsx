import type { Message } from '@parley/client/index'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { chatTexts } from '../texts/index.ts'
import styles from './message.module.css'

/** Changes a message’s text in its place. */
export default function MessageEditor({ message, onClose }: { message: Message; onClose: () => void }) {
  const texts = useTexts(chatTexts)
  const { parley, messages } = useStore()
  const [content, setContent] = useState(message.content)
  const { problems, isBusy, submit } = useForm(['content'])
  const area = useRef<HTMLTextAreaElement>(null)

  useEffect(() => {
    const input = area.current
    input?.focus()
    input?.setSelectionRange(input.value.length, input.value.length)
  }, [])

  const save = async () => {
    if (content === message.content) return onClose()
    const isSaved = await submit(async () => {
      const { data } = await parley.messages.edit({ id: message.id, content })
      messages.put(data)
    })
    if (isSaved) onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      onClose()
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void save()
    }
  }
  return (
    <div>
      <TextArea
        ref={area}
        label={<span className="unseen">{texts.edit}</span>}
        value={content}
        onChange={(event) => setContent(event.target.value)}
        onKeyDown={onKeyDown}
        problem={problems.fields.content ?? problems.whole}
      />
      <div className={styles.choices}>
        <Button onClick={onClose}>{texts.cancelEdit}</Button>
        <Button kind="main" isBusy={isBusy} onClick={() => void save()}>
          {texts.saveEdit}
        </Button>
      </div>
    </div>
  )
}
