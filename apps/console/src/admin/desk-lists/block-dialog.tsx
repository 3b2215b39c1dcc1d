import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { useDeskRefresh } from '../parts/desk-refresh.ts'
import { textIn } from '../parts/form.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'
import { deskListsTexts } from './texts/index.ts'

/** Visitors are blocked where one sees them. */
const kinds = ['email', 'address'] as const
const hours = { day: 24, week: 7 * 24, month: 30 * 24, always: null } as const
type Duration = keyof typeof hours

/** Blocks an address, an email address or a network. */
export function BlockDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts(deskListsTexts).blocks
  const { tenant } = useStore().parley
  const refresh = useDeskRefresh('blocks')
  const { problems, isBusy, submit } = useForm(['value', 'reason'])
  const [kind, setKind] = useState<(typeof kinds)[number]>('email')
  const block = (form: FormData) =>
    submit(async () => {
      await tenant.createBlock({
        kind,
        value: textIn(form, 'value') ?? '',
        reason: textIn(form, 'reason') ?? null,
        expiresInHours: hours[form.get('duration') as Duration],
      })
      await refresh()
      onClose()
    })
  return (
    <FormDialog
      title={texts.create}
      action={texts.block}
      problem={problems.whole}
      isBusy={isBusy}
      onSubmit={(form) => void block(form)}
      onClose={onClose}
    >
      <SelectField
        label={texts.kind}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as typeof kind)}
      >
        {kinds.map((each) => (
          <option key={each} value={each}>
            {texts.kinds[each]}
          </option>
        ))}
      </SelectField>
      <TextField
        label={texts.value}
        hint={texts.valueHint[kind]}
        name="value"
        type={kind === 'email' ? 'email' : 'text'}
        dir="ltr"
        required
        spellCheck={false}
        autoComplete="off"
        problem={problems.fields.value}
      />
      <TextField
        label={texts.reason}
        hint={texts.reasonHint}
        name="reason"
        dir="auto"
        maxLength={500}
        autoComplete="off"
        problem={problems.fields.reason}
      />
      <SelectField label={texts.duration} name="duration" defaultValue="week">
        {(Object.keys(hours) as Duration[]).map((each) => (
          <option key={each} value={each}>
            {texts.durations[each]}
          </option>
        ))}
      </SelectField>
    </FormDialog>
  )
}
