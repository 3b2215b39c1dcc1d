import type { Macro } from '@parley/client/index'
import { Zap } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { useAsked } from '../parts/asked.ts'
import { useDeskRefresh } from '../parts/desk-refresh.ts'
import { textIn } from '../parts/form.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'
import { type EditProps, ListScreen } from '../parts/list-screen.tsx'
import { Section } from '../parts/page.tsx'
import { Named } from '../parts/table.tsx'
import { MacroSteps } from './macro-steps.tsx'
import { ShareField, useMayChange, useSharedColumn } from './sharing.tsx'
import { newStep, type Step, stepOf } from './steps.ts'
import { repliesTexts } from './texts/index.ts'

/** Actions that agents often do together. */
export function Macros() {
  const texts = useTexts(repliesTexts).macros
  const { agent } = useStore().parley
  const macros = useAsked(['macros'], async ({ parley }) => (await parley.agent.listMacros()).macros)
  const shared = useSharedColumn()
  return (
    <ListScreen
      as={Section}
      icon={Zap}
      texts={texts}
      of={macros}
      nameOf={({ name }) => name}
      columns={[
        {
          label: texts.macro,
          kind: 'main',
          cell: ({ name, actions }) => (
            <Named name={name} about={actions.map(({ type }) => texts.types[type]).join(' · ')} />
          ),
        },
        shared,
      ]}
      Edit={EditMacro}
      remove={({ id }) => agent.deleteMacro({ id })}
      refresh={useDeskRefresh('macros')}
      mayChange={useMayChange()}
    />
  )
}

function EditMacro({ title, row, onSaved, onClose }: EditProps<Macro>) {
  const { name, nameHint } = useTexts(repliesTexts)
  const { agent } = useStore().parley
  const [steps, setSteps] = useState<readonly Step[]>(() => row?.actions.map(stepOf) ?? [newStep('reply')])
  const { problems, isBusy, submit } = useForm(['name', ...steps.map((_, at) => `actions.${at}.content`)])
  const save = (form: FormData) =>
    submit(async () => {
      const actions = steps.map(({ action }) => action)
      const given = { name: textIn(form, 'name') ?? '', actions, isShared: form.has('isShared') }
      await (row ? agent.updateMacro({ id: row.id, ...given }) : agent.createMacro(given))
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
        hint={nameHint}
        name="name"
        dir="auto"
        required
        autoFocus
        maxLength={100}
        autoComplete="off"
        defaultValue={row?.name}
        problem={problems.fields.name}
      />
      <MacroSteps steps={steps} problems={problems.fields} onChange={setSteps} />
      <ShareField row={row} />
    </FormDialog>
  )
}
