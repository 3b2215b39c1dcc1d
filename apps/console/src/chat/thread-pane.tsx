import { X } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { useTexts } from '../i18n/language.ts'
import { useStore, useTopic } from '../shell/workspace-provider.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { useAttempt } from '../ui/forms.ts'
import styles from './chat.module.css'
import { Composer } from './composer/composer.tsx'
import { lastOwnOf } from './last-own.ts'
import { MessageList } from './list/message-list.tsx'
import { MessageRow } from './message/message-row.tsx'
import { useChannelView } from './message/use-channel-view.ts'
import { chatTexts } from './texts/index.ts'
import { useThreadDivider } from './use-divider.ts'
import { useOpened } from './use-opened.ts'

interface ThreadPaneProps {
  channelId: string
  threadId: string
  /** A reply that is shown in its place. */
  messageId: string | undefined
  onClose: () => void
}

/** A thread beside its channel: the root, and all that was replied to it. */
export function ThreadPane({ channelId, threadId, messageId, onClose }: ThreadPaneProps) {
  const texts = useTexts(chatTexts)
  const store = useStore()
  const { parley, windows, messages } = store
  const attempt = useAttempt()
  const { canWrite, edit } = useChannelView()
  const place = useMemo(() => ({ channelId, threadId }), [channelId, threadId])
  const thread = useTopic(`window:${threadId}`, (each) => each.windows.get(place)?.thread)
  const lastReadId = useThreadDivider(thread)

  useOpened(place, { messageId: messageId === threadId ? undefined : messageId })
  useEffect(() => {
    if (messages.get(threadId)) return
    parley.messages.get({ id: threadId }).then(
      ({ data }) => messages.put(data),
      () => {}, // A root that is deleted leaves its replies.
    )
  }, [parley, messages, threadId])

  const follow = (following: boolean) =>
    attempt(async () => {
      await parley.messages.followThread({ id: threadId, following })
      windows.setThread(place, { isFollowing: following })
    })
  return (
    <section
      className={styles.pane}
      aria-label={texts.thread}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        onClose()
      }}
    >
      <header className={styles.head}>
        <h2 className={styles.name}>{texts.thread}</h2>
        <span className={styles['head-actions']}>
          {thread && (
            <Button kind="quiet" aria-pressed={thread.isFollowing} onClick={() => void follow(!thread.isFollowing)}>
              {thread.isFollowing ? texts.following : texts.follow}
            </Button>
          )}
          <IconButton icon={X} label={texts.closeThread} onClick={onClose} />
        </span>
      </header>
      <MessageList
        place={place}
        lastReadId={lastReadId}
        label={texts.thread}
        beginning={<MessageRow id={threadId} place={place} isContinued={false} isTarget={false} />}
      />
      <footer>
        {canWrite && (
          <Composer place={place} label={texts.reply} autoFocus onEditLast={() => edit(lastOwnOf(store, place))} />
        )}
      </footer>
    </section>
  )
}
