import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { say } from '../../ui/toasts.tsx'
import { useDesk } from '../use-desk.ts'
import { visitorTexts } from './texts/index.ts'

const hours = { day: 24, week: 7 * 24, month: 30 * 24, always: null } as const
type Duration = keyof typeof hours

interface BlockDialogProps {
  visitorId: string
  name: string
  onClose: () => void
}

/** Asks why and for how long a visitor is blocked. */
export default function BlockDialog({ visitorId, name, onClose }: BlockDialogProps) {
  const texts = useTexts(visitorTexts)
  const { cancel } = useTexts(uiTexts)
  const { workspace, roles, visitors } = useDesk()
  const { agent, tenant } = workspace.parley
  const { problems, isBusy, submit } = useForm(['reason'])

  async function block(form: FormData): Promise<void> {
    const reason = String(form.get('reason')).trim() || null
    const expiresInHours = hours[form.get('duration') as Duration]
    const isDone = await submit(async () => {
      await (roles.isAgent
        ? agent.blockVisitor({ id: visitorId, reason, expiresInHours })
        : tenant.createBlock({ kind: 'visitor', value: visitorId, reason, expiresInHours }))
      await visitors.load(visitorId)
    })
    if (!isDone) return
    onClose()
    say(texts.blocked(name))
  }
  return (
    <Dialog title={texts.block} about={texts.blockAbout} onClose={onClose}>
      <form action={block} style={{ display: 'contents' }}>
        <TextField
          label={texts.blockReason}
          name="reason"
          maxLength={500}
          dir="auto"
          problem={problems.fields.reason}
        />
        <SelectField label={texts.blockFor} name="duration" defaultValue="day" problem={problems.whole}>
          {(Object.keys(hours) as Duration[]).map((duration) => (
            <option key={duration} value={duration}>
              {texts.blockDurations[duration]}
            </option>
          ))}
        </SelectField>
        <DialogActions>
          <Button onClick={onClose}>{cancel}</Button>
          <Button kind="danger" type="submit" isBusy={isBusy}>
            {texts.blockAction}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
