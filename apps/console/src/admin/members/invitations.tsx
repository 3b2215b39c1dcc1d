import type { WorkspaceInvitation } from '@parley/client/index'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { useAskedList, useRefresh } from '../parts/asked.ts'
import { Loaded, More } from '../parts/loaded.tsx'
import { Section } from '../parts/page.tsx'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import { membersTexts } from './texts/index.ts'

/** Those who were invited and have not answered yet. */
export function Invitations() {
  const texts = useTexts(membersTexts)
  const invitations = useAskedList(['invitations'], ({ parley, workspaceId }, offset) =>
    parley.workspaces.listInvitations({ id: workspaceId, limit: 50, offset }),
  )
  return (
    <Section title={texts.invitations} about={texts.invitationsAbout}>
      <Loaded of={invitations}>
        {(open) => (open.length > 0 ? <InvitationTable open={open} /> : <p>{texts.noInvitations}</p>)}
      </Loaded>
      <More of={invitations.more} />
    </Section>
  )
}

function InvitationTable({ open }: { open: readonly WorkspaceInvitation[] }) {
  const texts = useTexts(membersTexts)
  const { roles, actions } = useTexts(adminTexts)
  const dates = useDates()
  const { parley, workspaceId } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const run = (work: () => Promise<unknown>, done: string) =>
    void attempt(async () => {
      await work()
      say(done)
      await refresh(['invitations'])
    })
  return (
    <Table
      label={texts.invitations}
      rows={open}
      keyOf={({ id }) => id}
      columns={[
        {
          label: texts.invited,
          kind: 'main',
          cell: ({ email, name, invited_by }) => (
            <Named name={email} about={[name, invited_by && <Inviter key="by" id={invited_by} />]} />
          ),
        },
        {
          label: texts.role,
          cell: ({ role, agent }) => (agent ? `${roles[role]} · ${texts.agent}` : roles[role]),
        },
        { label: texts.expires, cell: ({ expires_at }) => dates.date(expires_at) },
        {
          label: actions,
          kind: 'buttons',
          cell: ({ id: invitationId, email }) => (
            <>
              <Button
                kind="quiet"
                aria-label={texts.resendTo(email)}
                onClick={() =>
                  run(() => parley.workspaces.resendInvitation({ id: workspaceId, invitationId }), texts.resent(email))
                }
              >
                {texts.resend}
              </Button>
              <Button
                kind="quiet"
                aria-label={texts.revokeOf(email)}
                onClick={() =>
                  run(() => parley.workspaces.deleteInvitation({ id: workspaceId, invitationId }), texts.revoked(email))
                }
              >
                {texts.revoke}
              </Button>
            </>
          ),
        },
      ]}
    />
  )
}

function Inviter({ id }: { id: string }) {
  const texts = useTexts(membersTexts)
  const person = useTopic(`person:${id}`, ({ people }) => people.get(id))
  return person ? <bdi> {texts.by(person.display_name)}</bdi> : null
}
