import { ArrowDown } from 'lucide-react'
import { Fragment, useRef, useState } from 'react'
import { useAnchoredScroll } from '../../chat/list/anchor.ts'
import { moveBetweenRows } from '../../chat/list/move-between-rows.ts'
import { isSameDay, useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import type { DeskConversation } from '../../store/desk/conversations.ts'
import { type Entry, isNote, type Timeline as Loaded } from '../../store/desk/timelines.ts'
import { Button } from '../../ui/button.tsx'
import { FailedState, Skeleton } from '../../ui/states.tsx'
import { deskTexts } from '../texts/index.ts'
import { useDesk, useDeskTopic } from '../use-desk.ts'
import styles from './conversation.module.css'
import { EntryRow } from './entry-row.tsx'
import { Outcome } from './outcome.tsx'
import { OutgoingRow } from './outgoing-row.tsx'

interface TimelineProps {
  conversation: DeskConversation
  /** What its visitor is called. */
  name: string
}

/** All that was written in a conversation, oldest first. */
export function Timeline(props: TimelineProps) {
  const { id } = props.conversation
  const { timelines } = useDesk()
  const timeline = useDeskTopic(`desk:timeline:${id}`, (desk) => desk.timelines.get(id))
  if (!timeline || timeline.status === 'loading') return <Skeleton rows={8} />
  if (timeline.status === 'failed') return <FailedState onRetry={() => void timelines.open(id)} />
  return <Rows {...props} timeline={timeline} />
}

function Rows({ conversation, name, timeline }: TimelineProps & { timeline: Loaded }) {
  const texts = useTexts(deskTexts)
  const dates = useDates()
  const { timelines } = useDesk()
  const { id, visitorReadSeq } = conversation
  const outgoing = useDeskTopic(`desk:replies:${id}`, ({ replies }) => replies.in(id))
  const scroller = useRef<HTMLDivElement>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const { toEnd } = useAnchoredScroll(scroller, {
    opened: timeline.opened,
    target: undefined,
    endsAtPresent: true,
    onNear: (edge) => edge === 'start' && void timelines.loadOlder(id),
    onSettled: setAtEnd,
  })
  const { entries } = timeline
  const lastAnswer = entries.findLast((entry) => !isNote(entry) && entry.senderType === 'AGENT')
  return (
    <div className={styles.frame}>
      <div ref={scroller} className={styles.scroller}>
        <div
          className={styles.rows}
          role="feed"
          aria-label={texts.conversation}
          aria-busy={timeline.isLoadingMore}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: from here arrows go to its messages.
          tabIndex={0}
          onKeyDown={moveBetweenRows}
        >
          {entries.map((entry, at) => {
            const previous = entries[at - 1]
            const isNewDay = !previous || !isSameDay(previous.createdAt, entry.createdAt)
            return (
              <Fragment key={entry.id}>
                {isNewDay && <div className={styles.day}>{dates.day(entry.createdAt)}</div>}
                <EntryRow
                  entry={entry}
                  visitorName={name}
                  isContinued={!isNewDay && isContinued(previous, entry)}
                  isSeen={entry === lastAnswer && visitorReadSeq >= entry.seq}
                />
              </Fragment>
            )
          })}
          {outgoing.map((reply) => (
            <OutgoingRow key={reply.key} reply={reply} />
          ))}
        </div>
        <Outcome conversation={conversation} />
      </div>
      {!isAtEnd && (
        <Button className={styles.newer} onClick={toEnd}>
          <ArrowDown aria-hidden />
          {texts.toPresent}
        </Button>
      )}
    </div>
  )
}

const togetherMs = 5 * 60_000

/** Whether it goes on what the same one has just written. */
function isContinued(previous: Entry, entry: Entry): boolean {
  if (isNote(previous) || isNote(entry)) return false
  const isSame = previous.senderType === entry.senderType && previous.senderId === entry.senderId
  return isSame && Date.parse(entry.createdAt) - Date.parse(previous.createdAt) < togetherMs
}
