import type { Workspace } from '@parley/client/index'
import { useState } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { Badge } from '../../admin/parts/form.tsx'
import { Loaded, Missing } from '../../admin/parts/loaded.tsx'
import { Page, Section } from '../../admin/parts/page.tsx'
import { Named, Table } from '../../admin/parts/table.tsx'
import { adminTexts } from '../../admin/texts/index.ts'
import { useTexts } from '../../i18n/language.ts'
import { shellTexts } from '../../shell/texts/index.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { say } from '../../ui/toasts.tsx'
import { CreateWorkspaceForm } from '../create-workspace-form.tsx'
import { Invitations } from '../invitations.tsx'
import { useOpenWorkspace, useWorkspaces } from '../own-workspaces.ts'
import { LeaveWorkspace } from './leave-workspace.tsx'
import { settingsTexts } from './texts/index.ts'

/** The workspaces that one is in, invitations to others, and how another is created. */
export default function Workspaces() {
  const texts = useTexts(settingsTexts)
  const { createWorkspace } = useTexts(shellTexts)
  return (
    <Switch>
      <Route path="/">
        <OwnWorkspaces />
      </Route>
      <Route path="/new">
        <Page title={createWorkspace} about={texts.createAbout} back={{ href: '/', label: texts.workspaces }}>
          <CreateWorkspaceForm />
        </Page>
      </Route>
      <Route>
        <Missing />
      </Route>
    </Switch>
  )
}

function OwnWorkspaces() {
  const texts = useTexts(settingsTexts)
  const { createWorkspace } = useTexts(shellTexts)
  const workspaces = useWorkspaces()
  const open = useOpenWorkspace()
  const [, navigate] = useLocation()
  return (
    <Page
      title={texts.workspaces}
      about={texts.workspacesAbout}
      actions={
        <Button kind="main" onClick={() => navigate('/new')}>
          {createWorkspace}
        </Button>
      }
    >
      <Loaded of={workspaces}>{(all) => <WorkspaceTable workspaces={all} onOpen={open} />}</Loaded>
      <Section title={texts.invitations}>
        <Invitations
          onAccepted={({ id, name }) => say(texts.joined(name), { label: texts.open, run: () => open(id) })}
        />
      </Section>
    </Page>
  )
}

interface WorkspaceTableProps {
  workspaces: readonly Workspace[]
  onOpen: (id: string) => void
}

function WorkspaceTable({ workspaces, onOpen }: WorkspaceTableProps) {
  const texts = useTexts(settingsTexts)
  const { roles, actions } = useTexts(adminTexts)
  const { workspaceId } = useStore()
  const [isLeaving, setLeaving] = useState(false)
  return (
    <>
      <Table
        label={texts.workspaces}
        rows={workspaces}
        keyOf={({ id }) => id}
        columns={[
          {
            label: texts.workspace,
            kind: 'main',
            cell: ({ id, name, company_name }) => (
              <Named
                picture={<Avatar name={name} isTwin />}
                name={
                  <>
                    {name} {id === workspaceId && <Badge tone="good">{texts.isOpen}</Badge>}
                  </>
                }
                about={company_name !== name && company_name}
              />
            ),
          },
          { label: texts.role, cell: ({ role }) => roles[role] },
          {
            label: actions,
            kind: 'buttons',
            // Whoever leaves one does so from within it.
            cell: ({ id, name }) =>
              id === workspaceId ? (
                <Button kind="quiet" onClick={() => setLeaving(true)}>
                  {texts.leave}
                </Button>
              ) : (
                <Button kind="quiet" aria-label={texts.openOf(name)} onClick={() => onOpen(id)}>
                  {texts.open}
                </Button>
              ),
          },
        ]}
      />
      {isLeaving && <LeaveWorkspace onClose={() => setLeaving(false)} />}
    </>
  )
}
