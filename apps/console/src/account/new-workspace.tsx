import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useTexts } from '../i18n/language.ts'
import { useSession } from '../session/context.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useAttempt, useForm } from '../ui/forms.ts'
import { Card, cardStyles as styles } from './card.tsx'
import { accountTexts } from './texts/index.ts'

/** For somebody who is in no workspace: they create one, or accept an invitation. */
export default function NewWorkspace() {
  const texts = useTexts(accountTexts)
  const session = useSession()
  const attempt = useAttempt()
  const { problems, isBusy, submit } = useForm(['name'])
  const invitations = useQuery({
    queryKey: ['own invitations'],
    queryFn: async () => (await session.parley.invitations.listOwn({ limit: 20 })).data,
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name'))
    void submit(async () => {
      await session.parley.workspaces.create({ name })
      await session.resume()
    })
  }
  const answer = (work: () => Promise<unknown>) =>
    void attempt(async () => {
      await work()
      await invitations.refetch()
      await session.resume()
    })
  return (
    <Card title={texts.newWorkspace}>
      <p>{texts.newWorkspaceAbout}</p>
      {invitations.data?.map(({ id, workspace }) => (
        <div key={id} className={styles.aside}>
          <span dir="auto">{texts.invitedTo(workspace.name)}</span>
          <Button kind="main" onClick={() => answer(() => session.parley.invitations.accept({ id }))}>
            {texts.accept}
          </Button>
          <Button onClick={() => answer(() => session.parley.invitations.decline({ id }))}>{texts.decline}</Button>
        </div>
      ))}
      <form className={styles.form} onSubmit={send}>
        <TextField label={texts.company} name="name" required problem={problems.fields.name ?? problems.whole} />
        <Button kind="main" type="submit" isBusy={isBusy}>
          {texts.create}
        </Button>
      </form>
      <p className={styles.aside}>
        <Button kind="quiet" onClick={() => void session.signOut()}>
          {texts.signOut}
        </Button>
      </p>
    </Card>
  )
}
