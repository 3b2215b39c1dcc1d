import type { Message, MyChannel } from '@parley/client/index'
import { Pin } from 'lucide-react'
import { Link } from 'wouter'
import { channelPath } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import type { Mention } from '../../text/mentions.ts'
import { Text } from '../../text/text.tsx'
import { Button } from '../../ui/button.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { useChannelView } from '../message/use-channel-view.ts'
import { chatTexts } from '../texts/index.ts'
import styles from './details.module.css'
import { detailsTexts } from './texts/index.ts'
import { useChannelList } from './use-channel-list.ts'

/** What is pinned in a channel, the last pinned first. */
export function Pins({ channel: { id } }: { channel: MyChannel }) {
  const texts = useTexts(detailsTexts)
  const { data, error, refetch } = useChannelList('pins', id, ({ parley }) => parley.channels.listPins({ id }))
  if (!data) return error ? <FailedState onRetry={() => void refetch()} /> : <Skeleton />
  if (data.pins.length === 0) return <EmptyState icon={Pin} title={texts.noPins} about={texts.noPinsAbout} />
  return (
    <ul className={styles.list}>
      {data.pins.map((message) => (
        <PinnedRow key={message.id} message={message} />
      ))}
    </ul>
  )
}

function PinnedRow({ message }: { message: Message }) {
  const texts = useTexts(detailsTexts)
  const { formerMember, showMore } = useTexts(chatTexts)
  const dates = useDates()
  const { parley, me } = useStore()
  const { canWrite } = useChannelView()
  const attempt = useAttempt()
  const { id, channel_id: channelId, parent_message_id, metadata } = message
  return (
    <li className={styles.pinned}>
      <p>
        <bdi className={styles.name}>{message.display_name ?? formerMember}</bdi>{' '}
        <time className={styles.quiet} dateTime={message.created_at}>
          {dates.dateTime(message.created_at)}
        </time>
      </p>
      <Text
        text={message.content}
        mentions={metadata.mentions as Mention[] | undefined}
        myId={me.uuid}
        moreLabel={showMore}
      />
      {message.attachments?.map((file) => (
        <bdi key={file.id} className={styles.quiet}>
          {file.name}
        </bdi>
      ))}
      <p className={styles.links}>
        <Link href={channelPath({ channelId, messageId: id, threadId: parent_message_id ?? undefined })}>
          {texts.showMessage}
        </Link>
        {canWrite && (
          <Button
            kind="quiet"
            onClick={() => void attempt(() => parley.channels.unpinMessage({ id: channelId, messageId: id }))}
          >
            {texts.unpin}
          </Button>
        )}
      </p>
    </li>
  )
}
