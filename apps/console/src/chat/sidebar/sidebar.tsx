import type { MyChannel } from '@parley/client/index'
import { useMemo } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { shellTexts } from '../../shell/texts/index.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { nameOf } from '../channel-name.ts'
import { chatTexts } from '../texts/index.ts'
import { ChannelLink } from './channel-link.tsx'
import styles from './sidebar.module.css'

/** The channels and direct messages of whoever is signed in. */
export function Sidebar() {
  const texts = useTexts(shellTexts)
  const { formerMember } = useTexts(chatTexts)
  const { me } = useStore()
  const mine = useTopic('channels', ({ channels }) => channels.mine)
  const isLoaded = useTopic('channels', ({ channels }) => channels.isLoaded)
  const { channels, direct } = useMemo(() => sorted(mine, me.uuid, formerMember), [mine, me.uuid, formerMember])
  if (!isLoaded) return <Skeleton rows={8} />
  return (
    <nav className={styles.sidebar} aria-label={texts.chat}>
      <section aria-label={texts.channels}>
        <h2 className={styles.title}>{texts.channels}</h2>
        {channels.length === 0 && <p className={styles.empty}>{texts.noChannels}</p>}
        <ul>
          {channels.map((channel) => (
            <ChannelLink key={channel.id} channel={channel} />
          ))}
        </ul>
      </section>
      <section aria-label={texts.direct}>
        <h2 className={styles.title}>{texts.direct}</h2>
        <ul>
          {direct.map((channel) => (
            <ChannelLink key={channel.id} channel={channel} />
          ))}
        </ul>
      </section>
    </nav>
  )
}

/** Channels by name, direct messages by their newest message; what is closed or archived is left out. */
function sorted(mine: readonly MyChannel[], myId: string, formerMember: string) {
  const shown = mine.filter(({ is_archived, is_hidden }) => !is_archived && !is_hidden)
  const byName = (a: MyChannel, b: MyChannel) =>
    nameOf(a, myId, formerMember).localeCompare(nameOf(b, myId, formerMember))
  const byTime = (a: MyChannel, b: MyChannel) => (b.last_message_at ?? '').localeCompare(a.last_message_at ?? '')
  return {
    channels: shown.filter(({ channel_type }) => channel_type !== 'dm').sort(byName),
    direct: shown.filter(({ channel_type }) => channel_type === 'dm').sort(byTime),
  }
}
