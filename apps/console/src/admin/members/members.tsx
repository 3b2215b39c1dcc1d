import { UserPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { useAskedList } from '../parts/asked.ts'
import { Loaded, More } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { Invitations } from './invitations.tsx'
import { MemberTable } from './member-table.tsx'
import { membersTexts } from './texts/index.ts'

const InviteDialog = lazy(() => import('./invite-dialog.tsx'))

/** The people of the workspace, and who is invited. */
export default function Members() {
  const texts = useTexts(membersTexts)
  const { isAdmin } = useRole()
  const [isInviting, setInviting] = useState(false)
  const members = useAskedList(['members'], ({ parley, workspaceId }, offset) =>
    parley.workspaces.listMembers({ id: workspaceId, limit: 50, offset }),
  )
  return (
    <Page
      title={texts.title}
      about={texts.about}
      actions={
        isAdmin && (
          <Button kind="main" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            {texts.invite}
          </Button>
        )
      }
    >
      <Loaded of={members}>{(people) => <MemberTable people={people} />}</Loaded>
      <More of={members.more} />
      {isAdmin && <Invitations />}
      {isInviting && (
        <Suspense>
          <InviteDialog onClose={() => setInviting(false)} />
        </Suspense>
      )}
    </Page>
  )
}
