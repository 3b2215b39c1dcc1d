import type { OwnInvitation } from '@parley/client/index'
import { useState } from 'react'
import { Loaded } from '../admin/parts/loaded.tsx'
import { Named } from '../admin/parts/table.tsx'
import { adminTexts } from '../admin/texts/index.ts'
import { useDates } from '../i18n/dates.ts'
import { useTexts } from '../i18n/language.ts'
import { useSession } from '../session/context.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { useAttempt } from '../ui/forms.ts'
import styles from './invitations.module.css'
import { useOwnInvitations, useRefreshWorkspaces } from './own-workspaces.ts'
import { ResendVerification } from './resend-verification.tsx'
import { accountTexts } from './texts/index.ts'

type Accepted = (workspace: OwnInvitation['workspace']) => void

/** The workspaces that one is invited to, each to be accepted or declined. */
export function Invitations({ onAccepted }: { onAccepted: Accepted }) {
  const texts = useTexts(accountTexts)
  const { invitations, isVerified } = useOwnInvitations()
  if (!isVerified) return <Unverified />
  return (
    <Loaded of={invitations}>
      {({ data: open }) =>
        open.length > 0 ? (
          <ul>
            {open.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} onAccepted={onAccepted} />
            ))}
          </ul>
        ) : (
          <p>{texts.noInvitations}</p>
        )
      }
    </Loaded>
  )
}

function InvitationRow({ invitation, onAccepted }: { invitation: OwnInvitation; onAccepted: Accepted }) {
  const texts = useTexts(accountTexts)
  const { roles, desk } = useTexts(adminTexts)
  const dates = useDates()
  const { parley } = useSession()
  const refresh = useRefreshWorkspaces()
  const attempt = useAttempt()
  const [isBusy, setBusy] = useState(false)
  const { id, workspace, role, agent, invited_by, expires_at } = invitation

  async function answer(run: () => Promise<unknown>): Promise<boolean> {
    setBusy(true)
    const isAnswered = await attempt(run)
    // One that was refused may have been revoked.
    await refresh()
    setBusy(false)
    return isAnswered
  }
  const accept = async () => {
    if (await answer(() => parley.invitations.accept({ id }))) onAccepted(workspace)
  }
  return (
    <li className={styles.row}>
      <Named
        picture={<Avatar name={workspace.name} isTwin />}
        name={workspace.name}
        about={[
          invited_by && texts.invitedBy(invited_by.display_name),
          roles[role],
          agent && desk,
          texts.until(dates.date(expires_at)),
        ]
          .filter(Boolean)
          .join(' · ')}
      />
      <div className={styles.buttons}>
        <Button kind="main" isBusy={isBusy} aria-label={texts.acceptOf(workspace.name)} onClick={() => void accept()}>
          {texts.accept}
        </Button>
        <Button
          isBusy={isBusy}
          aria-label={texts.declineOf(workspace.name)}
          onClick={() => void answer(() => parley.invitations.decline({ id }))}
        >
          {texts.decline}
        </Button>
      </div>
    </li>
  )
}

/** Nobody sees what an address is invited to before it is theirs. */
function Unverified() {
  const texts = useTexts(accountTexts)
  const session = useSession()
  const attempt = useAttempt()
  return (
    <div className={styles.unverified}>
      <p>{texts.verifyFirst}</p>
      <div className={styles.buttons}>
        <Button onClick={() => void attempt(() => session.refresh())}>{texts.checkAgain}</Button>
        <ResendVerification />
      </div>
    </div>
  )
}
