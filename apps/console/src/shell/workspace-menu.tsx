import { Mail, Plus } from 'lucide-react'
import { useLocation } from 'wouter'
import { useOpenWorkspace, useOwnInvitations, useRefreshWorkspaces, useWorkspaces } from '../account/own-workspaces.ts'
import { workspacesPath } from '../addresses.ts'
import { useTexts } from '../i18n/language.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Menu } from '../ui/menu.tsx'
import styles from './shell.module.css'
import { shellTexts } from './texts/index.ts'

/** The workspace that is open, and the way to another: one’s own, by an invitation, or a new one. */
export function WorkspaceMenu({ workspace }: { workspace: { uuid: string; name: string } }) {
  const texts = useTexts(shellTexts)
  const { data: workspaces = [] } = useWorkspaces()
  const { invitations } = useOwnInvitations()
  const refresh = useRefreshWorkspaces()
  const open = useOpenWorkspace()
  const [, navigate] = useLocation()
  const invited = invitations.data?.meta.total ?? 0
  return (
    <Menu
      trigger={
        <button type="button" className={styles.workspace}>
          <Avatar name={workspace.name} isTwin />
          {invited > 0 && (
            <span className={styles.badge} aria-hidden>
              {invited}
            </span>
          )}
          <span className="unseen">
            {texts.workspaces}: {workspace.name}
            {invited > 0 && `, ${texts.invitations(invited)}`}
          </span>
        </button>
      }
      entries={() => [
        ...workspaces.map(({ id, name }) => ({
          label: name,
          isChecked: id === workspace.uuid,
          onSelect: () => open(id),
        })),
        'separator',
        { label: texts.invitations(invited), icon: Mail, onSelect: () => navigate(workspacesPath) },
        { label: texts.createWorkspace, icon: Plus, onSelect: () => navigate(`${workspacesPath}/new`) },
      ]}
      onOpenChange={(isOpen) => isOpen && void refresh()}
    />
  )
}
