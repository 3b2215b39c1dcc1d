import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { base, workspacePath } from '../addresses.ts'
import { useTexts } from '../i18n/language.ts'
import { useSession } from '../session/context.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Menu } from '../ui/menu.tsx'
import styles from './shell.module.css'
import { shellTexts } from './texts/index.ts'

/** The workspace that is open, and the way to another. */
export function WorkspaceMenu({ workspace }: { workspace: { uuid: string; name: string } }) {
  const texts = useTexts(shellTexts)
  const { parley } = useSession()
  const queries = useQueryClient()
  const [, navigate] = useLocation()
  const { data = [] } = useQuery({
    queryKey: ['workspaces'],
    queryFn: async () => (await parley.workspaces.list()).data,
  })
  const open = (id: string) => {
    queries.clear()
    navigate(`~${base}${workspacePath(id)}`)
  }
  return (
    <Menu
      trigger={
        <button type="button" className={styles.workspace}>
          <Avatar name={workspace.name} isTwin />
          <span className="unseen">
            {texts.workspaces}: {workspace.name}
          </span>
        </button>
      }
      entries={() =>
        data.map(({ id, name }) => ({
          label: name,
          isChecked: id === workspace.uuid,
          onSelect: () => open(id),
        }))
      }
    />
  )
}
