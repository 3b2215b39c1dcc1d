import type { Retention } from '@parley/client/index'
import { useState } from 'react'
import { Form, textIn } from '../admin/parts/form.tsx'
import { useDates } from '../i18n/dates.ts'
import { useLanguage, useTexts } from '../i18n/language.ts'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { useForm } from '../ui/forms.ts'
import { say } from '../ui/toasts.tsx'
import { retentionTexts } from './texts/index.ts'

type Preview = NonNullable<Retention['preview']>

interface RetentionFormProps {
  /** What holds now; null for ever. */
  days: number | null
  /** Counts what is older than so many days. */
  count: (days: number) => Promise<Preview | undefined>
  /** Stores it; when nothing is deleted before. */
  save: (days: number | null) => Promise<string | null>
}

/** For how many days messages are kept; asks first where some would be deleted. */
export function RetentionForm({ days, count, save }: RetentionFormProps) {
  const texts = useTexts(retentionTexts)
  const dates = useDates()
  const { format } = new Intl.NumberFormat(useLanguage())
  const { problems, isBusy, submit } = useForm(['days', 'preview_days'])
  const [older, setOlder] = useState<Preview>()

  const store = async (wanted: number | null) => {
    return submit(async () => {
      const appliesAt = await save(wanted)
      say(texts.saved(dates.when(appliesAt ?? new Date().toISOString())))
    })
  }
  const send = async (form: FormData) => {
    const text = textIn(form, 'days')
    const wanted = text === undefined ? null : Number(text)
    const isShorter = wanted !== null && (days === null || wanted < days)
    let found: Preview | undefined
    const isCounted = !isShorter || (await submit(async () => (found = await count(wanted))))
    if (!isCounted) return
    if (found && found.messages > 0) setOlder(found)
    else await store(wanted)
  }
  return (
    <>
      <Form problem={problems.whole} isBusy={isBusy} onSubmit={(form) => void send(form)}>
        <TextField
          label={texts.days}
          hint={texts.daysHint}
          name="days"
          type="number"
          inputMode="numeric"
          min={1}
          max={3650}
          step={1}
          // What holds may change elsewhere, or by another button.
          key={days}
          defaultValue={days ?? ''}
          problem={problems.fields.days ?? problems.fields.preview_days}
        />
      </Form>
      {older && (
        <ConfirmDialog
          isDangerous
          title={texts.deletesTitle(format(older.messages), older.has_more)}
          about={texts.deletesAbout}
          action={texts.deleteThem}
          onConfirm={() => store(older.days)}
          onClose={() => setOlder(undefined)}
        />
      )}
    </>
  )
}

/** Says until when a change is still waiting. */
export function Waiting({ appliesAt }: { appliesAt: string | null }) {
  const texts = useTexts(retentionTexts)
  const dates = useDates()
  const isWaiting = appliesAt !== null && Date.parse(appliesAt) > Date.now()
  return isWaiting ? <p>{texts.appliesAt(dates.when(appliesAt))}</p> : null
}
