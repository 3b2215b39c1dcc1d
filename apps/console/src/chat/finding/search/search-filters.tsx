import { type FormEvent, useState } from 'react'
import { useTexts } from '../../../i18n/language.ts'
import { useTopic } from '../../../shell/workspace-provider.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog, DialogActions } from '../../../ui/dialog.tsx'
import { CheckField, SelectField, TextField } from '../../../ui/field.tsx'
import { uiTexts } from '../../../ui/texts/index.ts'
import { PeoplePicker, type Picked } from '../channels/people-picker.tsx'
import styles from '../finding.module.css'
import { findingTexts } from '../texts/index.ts'
import type { Filter, Operator } from './query.ts'

const maxAuthors = 10
const days = ['on', 'after', 'before'] as const

interface SearchFiltersProps {
  filters: readonly Filter[]
  onChange: (filters: readonly Filter[]) => void
  onClose: () => void
}

/** Narrows a search by choosing, without knowing its operators. */
export default function SearchFilters({ filters, onChange, onClose }: SearchFiltersProps) {
  const texts = useTexts(findingTexts)
  const ui = useTexts(uiTexts)
  const mine = useTopic('channels', ({ channels }) => channels.mine)
  const firstOf = (operator: Operator) => filters.find((each) => each.operator === operator)?.value ?? ''
  const [authors, setAuthors] = useState<readonly Picked[]>(() =>
    filters
      .filter(({ operator }) => operator === 'from')
      .map(({ value }) => ({ id: value, name: value, handle: value })),
  )
  const [channel, setChannel] = useState(firstOf('in'))
  const [hasFile, setHasFile] = useState(firstOf('has') === 'file')
  const [times, setTimes] = useState({ on: firstOf('on'), after: firstOf('after'), before: firstOf('before') })
  const names = mine.filter(({ channel_type }) => channel_type !== 'dm').map(({ name }) => name)
  if (channel !== '' && !names.includes(channel)) names.push(channel)

  const apply = (event: FormEvent) => {
    event.preventDefault()
    onChange([
      ...authors.map(({ name, handle }): Filter => ({ operator: 'from', value: handle ?? name })),
      ...(channel ? [{ operator: 'in', value: channel } as const] : []),
      ...(hasFile ? [{ operator: 'has', value: 'file' } as const] : []),
      ...days.filter((day) => times[day]).map((day): Filter => ({ operator: day, value: times[day] })),
    ])
    onClose()
  }
  return (
    <Dialog title={texts.narrow} width="40rem" onClose={onClose}>
      <form className={styles.form} onSubmit={apply}>
        <PeoplePicker label={texts.operators.from} picked={authors} onChange={setAuthors} max={maxAuthors} />
        <SelectField label={texts.operators.in} value={channel} onChange={(event) => setChannel(event.target.value)}>
          <option value="">{texts.anyChannel}</option>
          {names.sort().map((name) => (
            <option key={name} value={name}>
              #{name}
            </option>
          ))}
        </SelectField>
        <div className={styles.days}>
          {days.map((day) => (
            <TextField
              key={day}
              type="date"
              label={texts.operators[day]}
              value={times[day]}
              onChange={(event) => setTimes({ ...times, [day]: event.target.value })}
            />
          ))}
        </div>
        <CheckField label={texts.hasFile} checked={hasFile} onChange={(event) => setHasFile(event.target.checked)} />
        <DialogActions>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button kind="main" type="submit">
            {texts.apply}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
