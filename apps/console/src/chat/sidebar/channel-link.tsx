import type { MyChannel } from '@parley/client/index'
import { BellOff, Ellipsis, Hash, Lock, Pencil, Users } from 'lucide-react'
import { memo, useRef, useState } from 'react'
import { Link } from 'wouter'
import { channelPath } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { shellTexts } from '../../shell/texts/index.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { IconButton } from '../../ui/button.tsx'
import { nameOf } from '../channel-name.ts'
import { chatTexts } from '../texts/index.ts'
import { ChannelMenu } from './channel-menu.tsx'
import styles from './sidebar.module.css'
import { sidebarTexts } from './texts/index.ts'

interface ChannelLinkProps {
  channel: MyChannel
  isCurrent: boolean
}

/** A channel in the sidebar, with what is unread in it. Its menu is there for whoever reaches for it. */
export const ChannelLink = memo(function ChannelLink({ channel, isCurrent }: ChannelLinkProps) {
  const shell = useTexts(shellTexts)
  const texts = useTexts(sidebarTexts)
  const { formerMember } = useTexts(chatTexts)
  const { me } = useStore()
  const row = useRef<HTMLLIElement>(null)
  const [isReached, setReached] = useState(false)
  const unread = useTopic(`unread:${channel.id}`, (store) => store.unread.in(channel.id))
  const draft = useTopic(`draft:${channel.id}`, (store) => store.drafts.get({ channelId: channel.id }))
  const name = nameOf(channel, me.uuid, formerMember)
  const { unread_count = 0, mention_count = 0 } = unread ?? {}
  const isMuted = channel.notification_level === 'none'
  const isUnread = unread_count > 0 && !isMuted
  const isDirect = channel.channel_type === 'dm'
  const count = isDirect && !isMuted ? unread_count : mention_count
  const classes = [styles.link, isUnread && styles.unread, isMuted && styles.muted].filter(Boolean).join(' ')
  const reach = () => setReached(true)
  return (
    <li
      ref={row}
      className={styles.row}
      onPointerEnter={reach}
      onFocus={reach}
      onContextMenu={(event) => {
        event.preventDefault()
        row.current?.querySelector('button')?.click()
      }}
    >
      <Link
        href={channelPath({ channelId: channel.id })}
        className={classes}
        aria-current={isCurrent ? 'page' : undefined}
      >
        {isDirect ? (
          <DirectIcon channel={channel} name={name} />
        ) : channel.is_private ? (
          <Lock aria-hidden />
        ) : (
          <Hash aria-hidden />
        )}
        <bdi className={styles.name}>{name}</bdi>
        {draft && !isCurrent && (
          <>
            <Pencil className={styles.sign} aria-hidden />
            <span className="unseen">, {texts.draft}</span>
          </>
        )}
        {isMuted && (
          <>
            <BellOff className={styles.sign} aria-hidden />
            <span className="unseen">, {texts.muted}</span>
          </>
        )}
        {count > 0 && (
          <span className={`${styles.count} ${styles.mentions}`} aria-hidden>
            {count}
          </span>
        )}
        {(isUnread || mention_count > 0) && (
          <span className="unseen">
            {mention_count > 0 ? shell.mentionCount(mention_count) : shell.unreadCount(unread_count)}
          </span>
        )}
      </Link>
      {isReached && (
        <ChannelMenu
          channel={channel}
          trigger={<IconButton className={styles.more} icon={Ellipsis} label={texts.channelActions(name)} />}
        />
      )}
    </li>
  )
})

/** The picture of whom it is with, and whether they are there; a group’s is a sign. */
function DirectIcon({ channel, name }: { channel: MyChannel; name: string }) {
  const { me } = useStore()
  const others = (channel.participants ?? []).filter(({ id }) => id !== me.uuid)
  const [other] = others
  const status = useTopic(`person:${other?.id}`, ({ people }) => (other ? people.presence(other.id) : undefined))
  if (others.length > 1) return <Users aria-hidden />
  return <Avatar name={name} url={other?.avatar_url} size={20} status={other ? (status ?? 'offline') : undefined} />
}
