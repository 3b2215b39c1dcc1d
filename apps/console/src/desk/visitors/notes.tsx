import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { useDraft } from '../../ui/use-draft.ts'
import styles from './profile.module.css'
import { visitorTexts } from './texts/index.ts'

/** What colleagues should know of a visitor. */
export function Notes({ notes, onChange }: { notes: string; onChange: (notes: string) => Promise<boolean> }) {
  const texts = useTexts(visitorTexts)
  const { save, overtaken } = useTexts(uiTexts)
  const { written, isChanged, isOvertaken, write, setSaved } = useDraft({ notes })
  const [isBusy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    if (await onChange(written.notes.trim())) setSaved()
    setBusy(false)
  }
  return (
    <div className={styles.section}>
      <TextArea
        label={texts.notes}
        hint={texts.notesHint}
        value={written.notes}
        maxLength={10_000}
        onChange={(event) => write({ notes: event.target.value })}
      />
      {isOvertaken && <p role="status">{overtaken}</p>}
      {isChanged && (
        <Button className={styles.save} isBusy={isBusy} onClick={() => void send()}>
          {save}
        </Button>
      )}
    </div>
  )
}
