import type { Label } from '@parley/client/index'
import { Tag } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { ColorField } from '../../ui/color-field.tsx'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { useAsked } from '../parts/asked.ts'
import { useDeskRefresh } from '../parts/desk-refresh.ts'
import { textIn } from '../parts/form.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'
import { type EditProps, ListScreen } from '../parts/list-screen.tsx'
import { Named } from '../parts/table.tsx'
import styles from './desk-lists.module.css'
import { deskListsTexts } from './texts/index.ts'

/** What conversations are sorted by. */
export default function Labels() {
  const texts = useTexts(deskListsTexts).labels
  const { tenant } = useStore().parley
  const labels = useAsked(['labels'], async ({ parley }) => (await parley.tenant.listLabels()).labels)
  return (
    <ListScreen
      icon={Tag}
      texts={texts}
      of={labels}
      nameOf={({ name }) => name}
      columns={[
        {
          label: texts.label,
          kind: 'main',
          cell: ({ name, color }) => (
            <Named picture={<span className={styles.dot} style={{ background: color }} />} name={name} />
          ),
        },
      ]}
      Edit={EditLabel}
      remove={({ id }) => tenant.deleteLabel({ id })}
      refresh={useDeskRefresh('labels')}
    />
  )
}

function EditLabel({ title, row, onSaved, onClose }: EditProps<Label>) {
  const { name, labels } = useTexts(deskListsTexts)
  const { tenant } = useStore().parley
  const { problems, isBusy, submit } = useForm(['name', 'color'])
  const [color, setColor] = useState(row?.color ?? '#2f7d5d')
  const save = (form: FormData) =>
    submit(async () => {
      const given = { name: textIn(form, 'name') ?? '', color }
      await (row ? tenant.updateLabel({ id: row.id, ...given }) : tenant.createLabel(given))
      await onSaved()
    })
  return (
    <FormDialog
      title={title}
      problem={problems.whole}
      isBusy={isBusy}
      onSubmit={(form) => void save(form)}
      onClose={onClose}
    >
      <TextField
        label={name}
        name="name"
        dir="auto"
        required
        autoFocus
        maxLength={100}
        autoComplete="off"
        defaultValue={row?.name}
        problem={problems.fields.name}
      />
      <ColorField label={labels.color} value={color} onChange={setColor} problem={problems.fields.color} />
    </FormDialog>
  )
}
