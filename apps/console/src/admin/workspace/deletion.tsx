import type { Workspace } from '@parley/client/index'
import { type FormEvent, useState } from 'react'
import { Link } from 'wouter'
import { base, deletionPath } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAttempt, useForm } from '../../ui/forms.ts'
import { uiTexts } from '../../ui/texts/index.ts'
import { say } from '../../ui/toasts.tsx'
import { useRefresh } from '../parts/asked.ts'
import { Problem, textIn } from '../parts/form.tsx'
import { Section } from '../parts/page.tsx'
import formStyles from '../parts/parts.module.css'
import { workspaceTexts } from './texts/index.ts'
import styles from './workspace.module.css'

/** So long an owner can change their mind, in days. */
const graceDays = 7

/** Has the workspace deleted, or keeps it while there is time. */
export function Deletion({ workspace: { name, deletes_at } }: { workspace: Workspace }) {
  const texts = useTexts(workspaceTexts)
  const dates = useDates()
  const { parley, workspaceId } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [isAsking, setAsking] = useState(false)
  const keep = () =>
    void attempt(async () => {
      await parley.workspaces.restore({ id: workspaceId })
      await refresh(['workspace'])
      say(texts.kept)
    })
  if (deletes_at !== null)
    return (
      <Section
        isDangerous
        title={texts.deletesOn(dates.full(deletes_at))}
        about={texts.deletesOnAbout}
        actions={
          <Button kind="main" onClick={keep}>
            {texts.keep}
          </Button>
        }
      >
        <p>
          <Link href={`~${base}${deletionPath(workspaceId)}`}>{texts.receipt}</Link>
        </p>
      </Section>
    )
  return (
    <Section
      isDangerous
      title={texts.delete}
      about={texts.deleteAbout}
      actions={
        <Button kind="danger" onClick={() => setAsking(true)}>
          {texts.delete}
        </Button>
      }
    >
      {isAsking && <DeleteDialog name={name} onClose={() => setAsking(false)} />}
    </Section>
  )
}

function DeleteDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const texts = useTexts(workspaceTexts)
  const { cancel } = useTexts(uiTexts)
  const dates = useDates()
  const { parley, workspaceId } = useStore()
  const refresh = useRefresh()
  const { problems, isBusy, submit } = useForm(['password'])
  const day = dates.date(new Date(Date.now() + graceDays * 86_400_000))
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = textIn(new FormData(event.currentTarget), 'password') ?? ''
    const isAccepted = await submit(() => parley.workspaces.delete({ id: workspaceId, password }))
    if (!isAccepted) return
    await refresh(['workspace'])
    onClose()
  }
  return (
    <Dialog title={texts.deleteTitle(name)} about={texts.deleteTitleAbout(day)} onClose={onClose}>
      <ul className={styles.consequences}>
        {texts.consequences.map((consequence) => (
          <li key={consequence}>{consequence}</li>
        ))}
      </ul>
      <form className={formStyles.form} onSubmit={(event) => void send(event)}>
        <TextField
          label={texts.password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          autoFocus
          problem={problems.fields.password}
        />
        <Problem text={problems.whole} />
        <DialogActions>
          <Button onClick={onClose}>{cancel}</Button>
          <Button kind="danger" type="submit" isBusy={isBusy}>
            {texts.deleteOn(day)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
