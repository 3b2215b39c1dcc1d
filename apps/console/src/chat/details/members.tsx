import type { ChannelMember, MyChannel } from '@parley/client/index'
import { UserMinus } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Select, TextField } from '../../ui/field.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { FailedState, Skeleton } from '../../ui/states.tsx'
import { useChannelView } from '../message/use-channel-view.ts'
import { chatTexts } from '../texts/index.ts'
import { useRole } from '../use-role.ts'
import { AddPeople } from './add-people.tsx'
import styles from './details.module.css'
import { detailsTexts } from './texts/index.ts'
import { useChannelList } from './use-channel-list.ts'

/** From so many on they can be searched. */
const searchable = 10

/** Who is in a channel; whoever may adds and removes people, and says who runs it. */
export function Members({ channel }: { channel: MyChannel }) {
  const texts = useTexts(detailsTexts)
  const { isAdmin } = useChannelView()
  const isGuest = useRole() === 'guest'
  const { data, error, refetch } = useChannelList('members', channel.id, ({ parley }) =>
    parley.channels.listMembers({ id: channel.id, limit: 1_000 }),
  )
  const [query, setQuery] = useState('')
  if (!data) return error ? <FailedState onRetry={() => void refetch()} /> : <Skeleton />
  const isOpen = channel.channel_type !== 'dm' && !channel.is_archived
  const wanted = query.trim().toLocaleLowerCase()
  const shown = data.members.filter(({ display_name, email }) =>
    `${display_name ?? ''} ${email ?? ''}`.toLocaleLowerCase().includes(wanted),
  )
  return (
    <>
      {isOpen && channel.is_member && !isGuest && (
        <AddPeople channelId={channel.id} memberIds={new Set(data.members.map(({ user_id }) => user_id))} />
      )}
      {data.members.length >= searchable && (
        <TextField
          label={<span className="unseen">{texts.searchMembers}</span>}
          type="search"
          dir="auto"
          placeholder={texts.searchMembers}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      {shown.length === 0 && <p role="status">{texts.nobodyFound}</p>}
      <ul className={styles.list}>
        {shown.map((member) => (
          <MemberRow
            key={member.user_id}
            channelId={channel.id}
            member={member}
            mayChange={isOpen && isAdmin}
            onChanged={() => void refetch()}
          />
        ))}
      </ul>
    </>
  )
}

interface MemberRowProps {
  channelId: string
  member: ChannelMember
  mayChange: boolean
  onChanged: () => void
}

function MemberRow({ channelId, member, mayChange, onChanged }: MemberRowProps) {
  const texts = useTexts(detailsTexts)
  const { formerMember } = useTexts(chatTexts)
  const { parley, me } = useStore()
  const attempt = useAttempt()
  const { user_id: userId, role } = member
  const status = useTopic(`person:${userId}`, ({ people }) => people.presence(userId))
  const name = member.display_name ?? formerMember
  const change = async (work: () => Promise<unknown>) => {
    await attempt(work)
    onChanged()
  }
  return (
    <li className={styles.row}>
      <Avatar name={name} url={member.avatar_url} size={32} status={status ?? 'offline'} />
      <span className={styles.main}>
        <bdi className={styles.name}>{name}</bdi>
        {member.email && <span className={styles.quiet}>{member.email}</span>}
      </span>
      {mayChange ? (
        <Select
          aria-label={texts.roleOf(name)}
          value={role}
          onChange={(event) => {
            const next = event.currentTarget.value as typeof role
            void change(() => parley.channels.updateMember({ id: channelId, userId, role: next }))
          }}
        >
          {(['admin', 'member'] as const).map((each) => (
            <option key={each} value={each}>
              {texts.roles[each]}
            </option>
          ))}
        </Select>
      ) : (
        role === 'admin' && <span className={styles.quiet}>{texts.roles.admin}</span>
      )}
      {mayChange && userId !== me.uuid && (
        <IconButton
          icon={UserMinus}
          label={texts.remove(name)}
          onClick={() => void change(() => parley.channels.removeMember({ id: channelId, userId }))}
        />
      )}
    </li>
  )
}
