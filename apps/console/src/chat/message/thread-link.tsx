import type { Message } from '@parley/client/index'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useTopic } from '../../shell/workspace-provider.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { chatTexts } from '../texts/index.ts'
import styles from './message.module.css'
import { useChannelView } from './use-channel-view.ts'

/** Below a root: how many have replied, and when last. */
export function ThreadLink({ message: { id, reply_count, last_reply_at, participants } }: { message: Message }) {
  const texts = useTexts(chatTexts)
  const dates = useDates()
  const { openThread } = useChannelView()
  return (
    <button type="button" className={styles.thread} onClick={() => openThread(id)}>
      {participants.slice(0, 3).map((userId) => (
        <Participant key={userId} id={userId} />
      ))}
      {texts.replies(reply_count)}
      {last_reply_at && <span className={styles.time}>{texts.lastReply(dates.ago(last_reply_at))}</span>}
    </button>
  )
}

function Participant({ id }: { id: string }) {
  const person = useTopic(`person:${id}`, ({ people }) => people.get(id))
  return <Avatar name={person?.display_name ?? ''} url={person?.avatar_url} size={20} />
}
