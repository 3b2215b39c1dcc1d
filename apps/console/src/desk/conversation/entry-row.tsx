import type { DeskMessage, Note } from '@parley/client/index'
import { Lock } from 'lucide-react'
import { memo } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { type Entry, isNote } from '../../store/desk/timelines.ts'
import { Linked } from '../../text/linked.tsx'
import { Attachments } from '../../ui/attachments.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDesk } from '../use-desk.ts'
import styles from './conversation.module.css'

interface EntryRowProps {
  entry: Entry
  visitorName: string
  /** What the same one wrote just before has said who it is. */
  isContinued: boolean
  /** Whether its visitor has read it, where that is said. */
  isSeen: boolean
}

/** One message or note. */
export const EntryRow = memo(function EntryRow({ entry, ...props }: EntryRowProps) {
  if (isNote(entry)) return <NoteRow note={entry} />
  if (entry.senderType === 'SYSTEM') return <SystemRow message={entry} />
  return <MessageRow message={entry} {...props} />
})

const sides = { VISITOR: 'theirs', AGENT: 'ours', AI: 'ours' } as const

function MessageRow({
  message,
  visitorName,
  isContinued,
  isSeen,
}: Omit<EntryRowProps, 'entry'> & { message: DeskMessage }) {
  const texts = useTexts(deskTexts)
  const dates = useDates()
  const { timelines } = useDesk()
  const { id, senderType, senderName, content, attachments, createdAt } = message
  if (senderType === 'SYSTEM') return null
  const names = { VISITOR: visitorName, AGENT: senderName ?? texts.formerAgent, AI: texts.senders.AI }
  const classes = [
    styles.entry,
    styles[sides[senderType]],
    senderType === 'AI' && styles.ai,
    isContinued && styles.continued,
  ]
  return (
    <article
      className={classes.filter(Boolean).join(' ')}
      data-row={id}
      tabIndex={-1}
      aria-labelledby={`head-${id}`}
      aria-describedby={`text-${id}`}
    >
      <header className={isContinued ? 'unseen' : styles.author} id={`head-${id}`}>
        <bdi>{names[senderType]}</bdi>
        <time dateTime={createdAt} title={dates.full(createdAt)}>
          {dates.time(createdAt)}
        </time>
      </header>
      <div className={styles.bubble} id={`text-${id}`} title={dates.full(createdAt)}>
        {content && (
          <p className={styles.text} dir="auto">
            <Linked text={content} />
          </p>
        )}
        {attachments.length > 0 && <Attachments files={attachments} refresh={() => timelines.refresh(message)} />}
      </div>
      {isSeen && <span className={styles.seen}>{texts.seen}</span>}
    </article>
  )
}

function NoteRow({ note: { id, authorName, content, createdAt } }: { note: Note }) {
  const texts = useTexts(deskTexts)
  const dates = useDates()
  return (
    <article
      className={`${styles.entry} ${styles.note}`}
      data-row={id}
      tabIndex={-1}
      aria-labelledby={`head-${id}`}
      aria-describedby={`text-${id}`}
    >
      <header className={styles.author} id={`head-${id}`}>
        <Lock aria-hidden />
        {texts.noteBy} <bdi>{authorName ?? texts.formerAgent}</bdi>
        <time dateTime={createdAt} title={dates.full(createdAt)}>
          {dates.time(createdAt)}
        </time>
      </header>
      <p className={styles.text} id={`text-${id}`} dir="auto">
        <Linked text={content} />
      </p>
    </article>
  )
}

function SystemRow({ message: { id, content, createdAt } }: { message: DeskMessage }) {
  const dates = useDates()
  return (
    <article className={`${styles.entry} ${styles.system}`} data-row={id} tabIndex={-1} aria-label={content}>
      <span dir="auto">{content}</span>
      <time dateTime={createdAt} title={dates.full(createdAt)}>
        {dates.time(createdAt)}
      </time>
    </article>
  )
}
