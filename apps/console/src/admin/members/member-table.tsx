import type { ListedMember, WorkspaceMember } from '@parley/client/index'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { LeaveWorkspace } from '../../account/settings/leave-workspace.tsx'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { Menu } from '../../ui/menu.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useRefresh } from '../parts/asked.ts'
import { useRole } from '../parts/role.ts'
import { Named, Table } from '../parts/table.tsx'
import { adminTexts } from '../texts/index.ts'
import { RemoveMember } from './remove-member.tsx'
import { isGrave, RoleChange } from './role-change.tsx'
import { RoleSelect } from './role-select.tsx'
import { membersTexts } from './texts/index.ts'

/** People with their roles, which admins change in place. */
export function MemberTable({ people }: { people: readonly ListedMember[] }) {
  const texts = useTexts(membersTexts)
  const { roles, actions } = useTexts(adminTexts)
  const dates = useDates()
  const { parley, workspaceId, me } = useStore()
  const { isOwner, isAdmin } = useRole()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [removing, setRemoving] = useState<WorkspaceMember>()
  const [changing, setChanging] = useState<{ member: WorkspaceMember; role: WorkspaceMember['role'] }>()

  const change = (userId: string, changes: { role?: WorkspaceMember['role']; agent?: boolean }) =>
    attempt(async () => {
      await parley.workspaces.updateMember({ id: workspaceId, userId, ...changes })
      await refresh(['members'])
    })
  /** An owner is changed by owners alone. */
  const mayChange = ({ role }: WorkspaceMember) => isOwner || (isAdmin && role !== 'owner')

  return (
    <>
      <Table
        label={texts.title}
        rows={people}
        keyOf={({ user_id }) => user_id}
        columns={[
          {
            label: texts.person,
            kind: 'main',
            cell: (member) => <Person member={member} isMe={member.user_id === me.uuid} />,
          },
          {
            label: texts.role,
            cell: (member) =>
              mayChange(member) ? (
                <RoleSelect
                  label={texts.roleOf(member.name)}
                  value={member.role}
                  withOwner={isOwner}
                  onChange={(role) =>
                    isGrave(member.role, role) ? setChanging({ member, role }) : void change(member.user_id, { role })
                  }
                />
              ) : (
                roles[member.role]
              ),
          },
          {
            label: texts.agent,
            cell: (member) =>
              mayChange(member) ? (
                <Switch
                  isBare
                  label={texts.agentOf(member.name)}
                  checked={member.agent}
                  onChange={(agent) => void change(member.user_id, { agent })}
                />
              ) : member.agent ? (
                texts.yes
              ) : (
                texts.no
              ),
          },
          { label: texts.joined, cell: ({ joined_at }) => dates.date(joined_at) },
          ...(isAdmin
            ? [
                {
                  label: texts.lastSeen,
                  cell: ({ last_seen_at }: ListedMember) => (last_seen_at ? dates.ago(last_seen_at) : '–'),
                },
              ]
            : []),
          {
            label: actions,
            kind: 'menu',
            cell: (member) =>
              (mayChange(member) || member.user_id === me.uuid) && (
                <Menu
                  trigger={<IconButton icon={Ellipsis} label={texts.moreOf(member.name)} />}
                  entries={() => [
                    {
                      label: member.user_id === me.uuid ? texts.leave : texts.remove,
                      isDangerous: true,
                      onSelect: () => setRemoving(member),
                    },
                  ]}
                />
              ),
          },
        ]}
      />
      {changing && (
        <RoleChange
          {...changing}
          onConfirm={() => change(changing.member.user_id, { role: changing.role })}
          onClose={() => setChanging(undefined)}
        />
      )}
      {removing &&
        (removing.user_id === me.uuid ? (
          <LeaveWorkspace onClose={() => setRemoving(undefined)} />
        ) : (
          <RemoveMember member={removing} onClose={() => setRemoving(undefined)} />
        ))}
    </>
  )
}

function Person({ member: { user_id, name, email, avatar_url }, isMe }: { member: WorkspaceMember; isMe: boolean }) {
  const { you } = useTexts(membersTexts)
  const status = useTopic(`person:${user_id}`, ({ people }) => {
    people.get(user_id)
    return people.presence(user_id)
  })
  return (
    <Named
      picture={<Avatar name={name} url={avatar_url} status={status} />}
      name={isMe ? `${name} (${you})` : name}
      about={email}
    />
  )
}
