import type { Twin } from '@parley/client/index'
import { Suspense, useState } from 'react'
import { type Mode, modes } from '../../chat/details/participation.ts'
import { detailsTexts } from '../../chat/details/texts/index.ts'
import { useMayAssign } from '../../chat/use-role.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { FormDialog } from '../parts/form-dialog.tsx'
import { twinsTexts } from './texts/index.ts'

/** Brings a twin into a channel of those to which whoever is signed in may add twins. */
export function AssignTwin({ twin }: { twin: Twin }) {
  const { assignTo } = useTexts(twinsTexts)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{assignTo}</Button>
      {isOpen && (
        <Suspense>
          <AssignDialog twin={twin} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

function AssignDialog({ twin: { id, name }, onClose }: { twin: Twin; onClose: () => void }) {
  const texts = useTexts(twinsTexts)
  const { modes: modeNames } = useTexts(detailsTexts)
  const { parley, topics } = useStore()
  const { problems, isBusy, submit } = useForm(['participation_mode'])
  const mayAssign = useMayAssign()
  const channels = useTopic('channels', (store) => store.channels.mine)
    .filter((channel) => channel.channel_type !== 'dm' && mayAssign(channel))
    .sort((a, b) => a.name.localeCompare(b.name))
  const assign = async (form: FormData) => {
    const channel = channels.find((each) => each.id === form.get('channel'))
    if (!channel) return
    const isAssigned = await submit(() =>
      parley.channels.assignTwin({
        id: channel.id,
        ai_twin_id: id,
        participation_mode: form.get('participation_mode') as Mode,
      }),
    )
    if (!isAssigned) return
    topics.publish(`twins:${channel.id}`)
    say(texts.assignedTo(name, channel.name))
    onClose()
  }
  return (
    <FormDialog
      title={texts.assignTo}
      about={channels.length === 0 && texts.noChannelToAssign}
      action={texts.assign}
      problem={problems.whole}
      isBusy={isBusy}
      onSubmit={(form) => void assign(form)}
      onClose={onClose}
    >
      <SelectField label={texts.channel} name="channel" required>
        {channels.map((channel) => (
          <option key={channel.id} value={channel.id}>
            {channel.display_name ?? channel.name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={texts.takesPart}
        name="participation_mode"
        defaultValue="on-demand"
        problem={problems.fields.participation_mode}
      >
        {modes.map((mode) => (
          <option key={mode} value={mode}>
            {modeNames[mode]}
          </option>
        ))}
      </SelectField>
    </FormDialog>
  )
}
