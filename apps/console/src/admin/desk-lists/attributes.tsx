import type { Attribute } from '@parley/client/index'
import { ListPlus } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { CheckField, SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { useAsked } from '../parts/asked.ts'
import { useDeskRefresh } from '../parts/desk-refresh.ts'
import { textIn } from '../parts/form.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'
import { type EditProps, ListScreen } from '../parts/list-screen.tsx'
import { Named } from '../parts/table.tsx'
import { deskListsTexts } from './texts/index.ts'

type AttributeType = Attribute['type']

/** What is kept of visitors beside what every desk knows of them. */
export default function Attributes() {
  const texts = useTexts(deskListsTexts).attributes
  const { tenant } = useStore().parley
  const attributes = useAsked(['attributes'], async ({ parley }) => (await parley.tenant.listAttributes()).attributes)
  return (
    <ListScreen
      icon={ListPlus}
      texts={texts}
      of={attributes}
      nameOf={({ label }) => label}
      columns={[
        {
          label: texts.attribute,
          kind: 'main',
          cell: ({ label, key }) => <Named name={label} about={<code>{key}</code>} />,
        },
        {
          label: texts.type,
          cell: ({ type, choices }) => (type === 'choice' ? <bdi>{choices.join(', ')}</bdi> : texts.types[type]),
        },
        {
          label: texts.setBy,
          cell: ({ isVisitorClaim }) => (isVisitorClaim ? texts.byWebsites : texts.byAgents),
        },
      ]}
      Edit={EditAttribute}
      remove={({ id }) => tenant.deleteAttribute({ id })}
      refresh={useDeskRefresh('attributes')}
    />
  )
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

function EditAttribute({ title, row, onSaved, onClose }: EditProps<Attribute>) {
  const texts = useTexts(deskListsTexts).attributes
  const { tenant } = useStore().parley
  const { problems, isBusy, submit } = useForm(['label', 'key', 'type', 'choices'])
  const [type, setType] = useState<AttributeType>(row?.type ?? 'text')
  const isChoice = type === 'choice'
  const save = (form: FormData) =>
    submit(async () => {
      const given = {
        label: textIn(form, 'label') ?? '',
        isVisitorClaim: form.has('isVisitorClaim'),
        ...(isChoice && { choices: linesOf(textIn(form, 'choices') ?? '') }),
      }
      if (row) await tenant.updateAttribute({ id: row.id, ...given })
      else await tenant.createAttribute({ ...given, key: textIn(form, 'key') ?? '', type })
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
        label={texts.label}
        hint={texts.labelHint}
        name="label"
        dir="auto"
        required
        autoFocus
        maxLength={100}
        autoComplete="off"
        defaultValue={row?.label}
        problem={problems.fields.label}
      />
      {!row && (
        <>
          <TextField
            label={texts.key}
            hint={texts.keyHint}
            name="key"
            dir="ltr"
            required
            maxLength={40}
            pattern="[a-z][a-z0-9_]*"
            spellCheck={false}
            autoComplete="off"
            problem={problems.fields.key}
          />
          <SelectField
            label={texts.type}
            value={type}
            onChange={(event) => setType(event.currentTarget.value as AttributeType)}
            problem={problems.fields.type}
          >
            {(Object.keys(texts.types) as AttributeType[]).map((each) => (
              <option key={each} value={each}>
                {texts.types[each]}
              </option>
            ))}
          </SelectField>
        </>
      )}
      {isChoice && (
        <TextArea
          label={texts.choices}
          hint={texts.choicesHint}
          name="choices"
          required
          defaultValue={row?.choices.join('\n')}
          problem={problems.fields.choices}
        />
      )}
      <CheckField
        label={texts.isVisitorClaim}
        hint={texts.isVisitorClaimHint}
        name="isVisitorClaim"
        defaultChecked={row?.isVisitorClaim}
      />
    </FormDialog>
  )
}
