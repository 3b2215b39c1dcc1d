import type { Message } from '@parley/client/index'
import { Pencil, Pin } from 'lucide-react'
import { memo, Suspense, useId } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { mentions } from '../../store/events.ts'
import type { Place } from '../../store/windows.ts'
import type { Mention } from '../../text/mentions.ts'
import { Text } from '../../text/text.tsx'
import type { TextMarks } from '../../text/words.ts'
import { Attachments } from '../../ui/attachments.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { AnswerFoot } from '../answers/answer-foot.tsx'
import { SourceList, useSourceMarks } from '../answers/source-list.tsx'
import { sourcesIn } from '../answers/sources.ts'
import { PersonButton } from '../person/person-button.tsx'
import { chatTexts } from '../texts/index.ts'
import styles from './message.module.css'
import { MessageActions } from './message-actions.tsx'
import { Reactions } from './reactions.tsx'
import { ThreadLink } from './thread-link.tsx'
import { useChannelView } from './use-channel-view.ts'

const MessageEditor = lazyPart(() => import('./message-editor.tsx'))

interface MessageRowProps {
  id: string
  place: Place
  /** It goes on where the one before it ended: its author and time are not said again. */
  isContinued: boolean
  /** It was jumped to. */
  isTarget: boolean
}

/** One message, drawn anew when it changes and not when another does. */
export const MessageRow = memo(function MessageRow({ id, place, isContinued, isTarget }: MessageRowProps) {
  const message = useTopic(`message:${id}`, ({ messages }) => messages.get(id))
  const texts = useTexts(chatTexts)
  const dates = useDates()
  const { me, parley, messages } = useStore()
  const { canWrite, editing, edit } = useChannelView()
  // A thread’s root is in its channel as well.
  const rowId = useId()
  const isInThread = place.threadId !== undefined
  const isEditing = editing?.messageId === id && editing.isInThread === isInThread
  if (!message) return null
  const name = message.display_name ?? texts.formerMember
  const refresh = async () => {
    const { data } = await parley.messages.get({ id })
    messages.put(data)
    return data.attachments ?? []
  }
  const isMentioned = message.user_id !== me.uuid && mentions(message, me.uuid)
  const classes = [
    styles.row,
    isContinued && styles.continued,
    isMentioned && styles.mentioned,
    isTarget && styles.target,
  ]
  return (
    <article
      className={classes.filter(Boolean).join(' ')}
      data-row={id}
      tabIndex={-1}
      aria-labelledby={`${rowId}-head`}
      aria-describedby={isEditing ? undefined : `${rowId}-text`}
    >
      <div className={styles.side}>
        {isContinued ? (
          <time className={styles['aside-time']} dateTime={message.created_at}>
            {dates.time(message.created_at)}
          </time>
        ) : (
          <Avatar name={name} url={message.avatar_url} isTwin={message.author_type === 'twin'} />
        )}
      </div>
      <div>
        <header className={isContinued ? 'unseen' : styles.head} id={`${rowId}-head`}>
          {message.user_id !== null && message.author_type === 'user' && !isContinued ? (
            <PersonButton id={message.user_id} name={name} className={styles.author} />
          ) : (
            <bdi className={styles.author}>{name}</bdi>
          )}
          <AuthorBadge message={message} />
          <time className={styles.time} dateTime={message.created_at} title={dates.full(message.created_at)}>
            {dates.time(message.created_at)}
          </time>
        </header>
        {isEditing ? (
          <Suspense>
            <MessageEditor message={message} onClose={() => edit(undefined)} />
          </Suspense>
        ) : (
          <div id={`${rowId}-text`}>
            {message.content &&
              (message.author_type === 'twin' ? <Answer message={message} /> : <Words message={message} />)}
          </div>
        )}
        <MessageStates message={message} />
        {message.attachments && <Attachments files={message.attachments} refresh={refresh} />}
        {message.author_type === 'twin' && typeof message.metadata.run_id === 'string' && (
          <AnswerFoot runId={message.metadata.run_id} />
        )}
        {message.reactions.length > 0 && <Reactions message={message} canReact={canWrite} />}
        {!isInThread && message.reply_count > 0 && <ThreadLink message={message} />}
      </div>
      {!isEditing && <MessageActions message={message} name={name} isInThread={isInThread} />}
    </article>
  )
})

function Words({ message: { content, metadata }, marks }: { message: Message; marks?: TextMarks }) {
  const { showMore } = useTexts(chatTexts)
  const { me } = useStore()
  const mentioned = metadata.mentions as Mention[] | undefined
  return <Text text={content} mentions={mentioned} marks={marks} myId={me.uuid} moreLabel={showMore} />
}

/** What a twin has written, with the sources that it names. */
function Answer({ message }: { message: Message }) {
  const sources = sourcesIn(message.metadata)
  return (
    <>
      <Words message={message} marks={useSourceMarks(sources)} />
      <SourceList sources={sources} />
    </>
  )
}

function AuthorBadge({ message: { author_type, platform } }: { message: Message }) {
  const texts = useTexts(chatTexts)
  if (author_type === 'twin') return <span className={`${styles.badge} ${styles.twin}`}>{texts.twin}</span>
  if (author_type === 'bridged')
    return <span className={styles.badge}>{texts.bridged(platformNames[platform ?? ''] ?? '')}</span>
  return null
}

const platformNames: Readonly<Record<string, string>> = {
  slack: 'Slack',
  discord: 'Discord',
  teams: 'Teams',
  telegram: 'Telegram',
  webhook: 'Webhook',
  demo: 'Demo',
}

function MessageStates({ message: { edited_at, metadata } }: { message: Message }) {
  const texts = useTexts(chatTexts)
  const dates = useDates()
  return (
    <>
      {edited_at && (
        <span className={styles.state} title={dates.full(edited_at)}>
          <Pencil aria-hidden />
          {texts.edited}
        </span>
      )}{' '}
      {metadata.pinned === true && (
        <span className={styles.state}>
          <Pin aria-hidden />
          {texts.pinned}
        </span>
      )}
    </>
  )
}
