import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import styles from './profile.module.css'
import { visitorTexts } from './texts/index.ts'

/** What colleagues should know of a visitor. */
export function Notes({ notes, onChange }: { notes: string; onChange: (notes: string) => Promise<boolean> }) {
  const texts = useTexts(visitorTexts)
  const { save } = useTexts(uiTexts)
  const [typed, setTyped] = useState(notes)
  const [isBusy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    await onChange(typed.trim())
    setBusy(false)
  }
  return (
    <div className={styles.section}>
      <TextArea
        label={texts.notes}
        hint={texts.notesHint}
        value={typed}
        maxLength={10_000}
        onChange={(event) => setTyped(event.target.value)}
      />
      {typed.trim() !== notes && (
        <Button className={styles.save} isBusy={isBusy} onClick={() => void send()}>
          {save}
        </Button>
      )}
    </div>
  )
}
