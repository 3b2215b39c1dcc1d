import { UserPlus, Users } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useQueryParam } from '../../ui/use-query-param.ts'
import { useRested } from '../../ui/use-rested.ts'
import { useAskedList } from '../parts/asked.ts'
import { Loaded, More } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { Invitations } from './invitations.tsx'
import { MemberTable } from './member-table.tsx'
import { membersTexts } from './texts/index.ts'

const InviteDialog = lazyPart(() => import('./invite-dialog.tsx'))

/** The people of the workspace, and who is invited. */
export default function Members() {
  const texts = useTexts(membersTexts)
  const { isAdmin } = useRole()
  const [isInviting, setInviting] = useState(false)
  const [query, setQuery] = useQueryParam('q')
  const wanted = useRested(query.trim()) || undefined
  const members = useAskedList(
    ['members', wanted ?? null],
    ({ parley, workspaceId }, offset) =>
      parley.workspaces.listMembers({ id: workspaceId, query: wanted, limit: 50, offset }),
    { isSearch: true },
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
      <TextField
        label={<span className="unseen">{texts.search}</span>}
        type="search"
        dir="auto"
        maxLength={254}
        placeholder={texts.search}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <Loaded of={members}>
        {(people) =>
          people.length > 0 ? (
            <MemberTable people={people} />
          ) : (
            <EmptyState icon={Users} title={texts.nobodyFound} about={texts.nobodyFoundAbout} />
          )
        }
      </Loaded>
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
