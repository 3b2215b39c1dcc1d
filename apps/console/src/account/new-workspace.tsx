import { useState } from 'react'
import { useTexts } from '../i18n/language.ts'
import { useCarefulSignOut } from '../shell/sign-out.ts'
import SignOutDialog from '../shell/sign-out-dialog.tsx'
import { shellTexts } from '../shell/texts/index.ts'
import { Button } from '../ui/button.tsx'
import { Card, cardStyles as styles } from './card.tsx'
import { CreateWorkspaceForm } from './create-workspace-form.tsx'
import { Invitations } from './invitations.tsx'
import { useOpenWorkspace } from './own-workspaces.ts'
import { accountTexts } from './texts/index.ts'

/** For somebody who is in no workspace: they create one, or accept an invitation. */
export default function NewWorkspace() {
  const texts = useTexts(accountTexts)
  const { createWorkspace } = useTexts(shellTexts)
  const open = useOpenWorkspace()
  const [asksToSignOut, setAsks] = useState(false)
  const signOut = useCarefulSignOut(() => setAsks(true))
  return (
    <Card title={createWorkspace}>
      <p>{texts.newWorkspaceAbout}</p>
      <Invitations onAccepted={({ id }) => open(id)} />
      <CreateWorkspaceForm />
      <p className={styles.aside}>
        <Button kind="quiet" onClick={signOut}>
          {texts.signOut}
        </Button>
      </p>
      {asksToSignOut && <SignOutDialog onClose={() => setAsks(false)} />}
    </Card>
  )
}
