import type { MyChannel } from '@parley/client/index'
import { Hash, Lock, Users } from 'lucide-react'
import { memo } from 'react'
import { Link, useLocation } from 'wouter'
import { channelPath } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { shellTexts } from '../../shell/texts/index.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { nameOf } from '../channel-name.ts'
import { chatTexts } from '../texts/index.ts'
import styles from './sidebar.module.css'

/** A channel in the sidebar, with what is unread in it. */
export const ChannelLink = memo(function ChannelLink({ channel }: { channel: MyChannel }) {
  const texts = useTexts(shellTexts)
  const { formerMember } = useTexts(chatTexts)
  const { me } = useStore()
  const [location] = useLocation()
  const unread = useTopic(`unread:${channel.id}`, (store) => store.unread.in(channel.id))
  const draft = useTopic(`draft:${channel.id}`, (store) => store.drafts.get({ channelId: channel.id }))
  const path = channelPath({ channelId: channel.id })
  const name = nameOf(channel, me.uuid, formerMember)
  const { unread_count = 0, mention_count = 0 } = unread ?? {}
  const isMuted = channel.notification_level === 'none'
  const isUnread = unread_count > 0 && !isMuted
  const isDirect = channel.channel_type === 'dm'
  const count = isDirect ? unread_count : mention_count
  const classes = [styles.link, isUnread && styles.unread, isMuted && styles.muted].filter(Boolean).join(' ')
  return (
    <li>
      <Link href={path} className={classes} aria-current={location === path ? 'page' : undefined}>
        {isDirect ? (
          <DirectIcon channel={channel} name={name} />
        ) : channel.is_private ? (
          <Lock aria-hidden />
        ) : (
          <Hash aria-hidden />
        )}
        <bdi className={styles.name}>{name}</bdi>
        {draft && <span aria-hidden>✎</span>}
        {count > 0 && (
          <span className={`${styles.count} ${styles.mentions}`} aria-hidden>
            {count}
          </span>
        )}
        {isUnread && (
          <span className="unseen">
            {mention_count > 0 ? texts.mentionCount(mention_count) : texts.unreadCount(unread_count)}
          </span>
        )}
      </Link>
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
