import { useTexts } from '../i18n/language.ts'
import { useSession } from '../session/context.ts'
import { shellTexts } from '../shell/texts/index.ts'
import { Button } from '../ui/button.tsx'
import { useAttempt } from '../ui/forms.ts'
import { Card, cardStyles as styles } from './card.tsx'
import { CreateWorkspaceForm } from './create-workspace-form.tsx'
import { Invitations } from './invitations.tsx'
import { useOpenWorkspace } from './own-workspaces.ts'
import { accountTexts } from './texts/index.ts'

/** For somebody who is in no workspace: they create one, or accept an invitation. */
export default function NewWorkspace() {
  const texts = useTexts(accountTexts)
  const { createWorkspace } = useTexts(shellTexts)
  const session = useSession()
  const open = useOpenWorkspace()
  const attempt = useAttempt()
  return (
    <Card title={createWorkspace}>
      <p>{texts.newWorkspaceAbout}</p>
      <Invitations onAccepted={({ id }) => open(id)} />
      <CreateWorkspaceForm />
      <p className={styles.aside}>
        <Button kind="quiet" onClick={() => void attempt(() => session.signOut())}>
          {texts.signOut}
        </Button>
      </p>
    </Card>
  )
}
