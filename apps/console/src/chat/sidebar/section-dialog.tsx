import { type FormEvent, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import styles from '../finding/finding.module.css'
import { findingTexts } from '../finding/texts/index.ts'
import type { ChatDialogProps } from '../open-dialog.ts'
import { folded, isBuiltIn, moved, renamed, sectionOf } from './sections.ts'
import { sidebarTexts } from './texts/index.ts'
import { useSections } from './use-sections.ts'

const none = 'none'
const another = 'new'

/** Names a section, or chooses the one that a channel is in. */
export default function SectionDialog({ dialog, onClose }: ChatDialogProps) {
  const texts = useTexts(sidebarTexts)
  const finding = useTexts(findingTexts)
  const ui = useTexts(uiTexts)
  const { sections, changeSections } = useSections()
  const own = sections.filter(({ id }) => !isBuiltIn(id))
  const channelId = 'channelId' in dialog ? dialog.channelId : undefined
  const sectionId = 'sectionId' in dialog ? dialog.sectionId : undefined
  const [name, setName] = useState(own.find(({ id }) => id === sectionId)?.name ?? '')
  const current = channelId === undefined ? undefined : sectionOf(own, channelId)?.id
  const [chosen, setChosen] = useState(current ?? (own.length > 0 ? none : another))
  const isNamed = channelId === undefined || chosen === another

  const save = async (event: FormEvent) => {
    event.preventDefault()
    const made = { id: crypto.randomUUID(), name: name.trim() }
    const target = chosen === another ? made : own.find(({ id }) => id === chosen)
    const changed =
      channelId !== undefined
        ? moved(sections, channelId, target)
        : sectionId !== undefined
          ? renamed(sections, sectionId, name.trim())
          : folded(sections, made, false)
    if (await changeSections(changed)) onClose()
  }
  const title = channelId !== undefined ? finding.moveTitle : sectionId ? texts.renameSection : texts.newSection
  return (
    <Dialog title={title} width="24rem" onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void save(event)}>
        {channelId !== undefined && (
          <fieldset className={styles.choices}>
            <legend className="unseen">{finding.moveTitle}</legend>
            {[...own, { id: none, name: finding.noSection }, { id: another, name: texts.newSection }].map((each) => (
              <label key={each.id} className={styles.choice}>
                <input type="radio" name="section" checked={chosen === each.id} onChange={() => setChosen(each.id)} />
                <bdi>{each.name}</bdi>
              </label>
            ))}
          </fieldset>
        )}
        {isNamed && (
          <TextField
            label={finding.sectionName}
            dir="auto"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <DialogActions>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button kind="main" type="submit" disabled={isNamed && name.trim() === ''}>
            {ui.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
