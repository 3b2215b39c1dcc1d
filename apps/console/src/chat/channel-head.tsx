import type { MyChannel } from '@parley/client/index'
import { ChevronLeft, Hash, Lock, PanelRight, Sparkles, Users } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { channelPath, detailsPath } from '../addresses.ts'
import { useTexts } from '../i18n/language.ts'
import { IconButton } from '../ui/button.tsx'
import { ChannelTools } from './channel-tools.tsx'
import styles from './chat.module.css'
import { openDialog } from './open-dialog.ts'
import { chatTexts } from './texts/index.ts'

interface ChannelHeadProps {
  channel: MyChannel
  name: string
  /** Whether its details are open. */
  isDetailed: boolean
}

/** What stands above a channel: its name and topic, and the way to its members and details. */
export function ChannelHead({ channel, name, isDetailed }: ChannelHeadProps) {
  const texts = useTexts(chatTexts)
  const [, navigate] = useLocation()
  const { id: channelId, topic, member_count } = channel
  return (
    <header className={styles.head}>
      <Link className={styles.back} href="/" aria-label={texts.messages}>
        <ChevronLeft aria-hidden />
      </Link>
      <h2 className={styles.name}>
        {channel.channel_type !== 'dm' && (channel.is_private ? <Lock aria-hidden /> : <Hash aria-hidden />)}
        <bdi>{name}</bdi>
      </h2>
      <p className={styles.topic} dir="auto" title={topic ?? undefined}>
        {topic}
      </p>
      <span className={styles['head-actions']}>
        <Link
          className={styles.count}
          href={detailsPath(channelId, 'members')}
          title={texts.members(member_count)}
          aria-label={texts.members(member_count)}
        >
          <Users aria-hidden size={16} />
          {member_count}
        </Link>
        <IconButton
          icon={Sparkles}
          label={texts.summarize}
          onClick={() => openDialog({ name: 'summary', channelId, sinceId: undefined })}
        />
        <IconButton
          icon={PanelRight}
          label={texts.details}
          aria-pressed={isDetailed}
          onClick={() => navigate(isDetailed ? channelPath({ channelId }) : detailsPath(channelId))}
        />
        <ChannelTools channel={channel} />
      </span>
    </header>
  )
}
