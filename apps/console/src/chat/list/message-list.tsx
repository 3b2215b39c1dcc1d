import { ArrowDown } from 'lucide-react'
import { Fragment, type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { isSameDay, useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { keyOf, type Place, type Window } from '../../store/windows.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { MessageRow } from '../message/message-row.tsx'
import { OutgoingRow } from '../message/outgoing-row.tsx'
import { RunRow } from '../message/run-row.tsx'
import { openDialog } from '../open-dialog.ts'
import { chatTexts } from '../texts/index.ts'
import { useAnchoredScroll } from './anchor.ts'
import { isContinued } from './grouping.ts'
import styles from './list.module.css'
import { moveBetweenRows } from './move-between-rows.ts'
import { useReading } from './reading.ts'
import { useNewerCount } from './use-newer-count.ts'

const none: readonly never[] = []

interface MessageListProps {
  place: Place
  /** Up to where it was read: what comes after is new; null is all. */
  lastReadId?: string | null | undefined
  /** What stands before the first message there is. */
  beginning?: ReactNode
  label: string
}

/** The messages of a place, oldest first, as real rows: at most three hundred of them. */
export function MessageList({ place, ...rest }: MessageListProps) {
  const { windows } = useStore()
  const window = useTopic(`window:${keyOf(place)}`, (store) => store.windows.get(place))
  if (!window || window.status === 'loading') return <Skeleton rows={10} />
  if (window.status === 'missing') return <Missing onPresent={() => void windows.toPresent(place)} />
  if (window.status === 'failed') return <FailedState onRetry={() => void windows.open(place)} />
  return <Rows window={window} place={place} {...rest} />
}

function Missing({ onPresent }: { onPresent: () => void }) {
  const texts = useTexts(chatTexts)
  return (
    <EmptyState title={texts.noSuchMessage} about={texts.noSuchMessageAbout}>
      <Button onClick={onPresent}>{texts.toPresent}</Button>
    </EmptyState>
  )
}

function Rows({ window, place, lastReadId, beginning, label }: MessageListProps & { window: Window }) {
  const texts = useTexts(chatTexts)
  const dates = useDates()
  const { windows, messages, topics } = useStore()
  const key = keyOf(place)
  const outgoing = useTopic(`outbox:${key}`, (store) => store.outbox.in(place))
  const runs = useTopic(`runs:${key}`, (store) => store.runs.in(place))
  const scroller = useRef<HTMLDivElement>(null)
  const [isAtEnd, setAtEnd] = useState(true)
  const look = useReading(scroller, place)
  const endsAtPresent = !window.hasNewer

  const newerCount = useNewerCount(window, isAtEnd)
  const { toEnd } = useAnchoredScroll(scroller, {
    opened: window.opened,
    target: window.target,
    endsAtPresent,
    onNear: (edge) => void windows.loadMore(place, edge === 'start' ? 'older' : 'newer'),
    onSettled: (isEnd) => {
      setAtEnd(isEnd)
      look()
    },
  })

  const toPresent = useCallback(async () => {
    if (windows.get(place)?.hasNewer) await windows.toPresent(place)
    else toEnd()
  }, [windows, place, toEnd])
  // Whoever has sent something sees it.
  useEffect(() => topics.watch(`sent:${key}`, () => void toPresent()), [topics, key, toPresent])

  const summarize = (sinceId: string | undefined) =>
    openDialog({ name: 'summary', channelId: place.channelId, sinceId })
  const firstNew = firstNewOf(window, lastReadId)
  const rows = window.ids.map((id, at) => {
    const message = messages.get(id)
    if (!message) return null
    const previousId = window.ids[at - 1]
    const previous = previousId === undefined ? undefined : messages.get(previousId)
    const isNewDay = !previous || !isSameDay(previous.created_at, message.created_at)
    const isNew = id === firstNew
    return (
      <Fragment key={id}>
        {isNewDay && <Divider>{dates.day(message.created_at)}</Divider>}
        {isNew && (
          <Divider newLabel={texts.newMessages}>
            <span>{texts.newMessages}</span>
            {place.threadId === undefined && (
              <Button kind="quiet" className={styles.summarize} onClick={() => summarize(lastReadId ?? undefined)}>
                {texts.summarize}
              </Button>
            )}
          </Divider>
        )}
        <MessageRow
          id={id}
          place={place}
          isContinued={!isNewDay && !isNew && isContinued(previous, message)}
          isTarget={id === window.target}
        />
      </Fragment>
    )
  })

  const latestRuns = endsAtPresent ? runs : none
  const hasButton = !isAtEnd || !endsAtPresent
  return (
    <div className={styles.frame}>
      <div ref={scroller} className={styles.scroller}>
        <div className={styles.rows}>
          {!window.hasOlder && beginning}
          {/* A feed has to have articles. */}
          {(rows.length > 0 || latestRuns.length > 0 || outgoing.length > 0) && (
            <div
              role="feed"
              aria-label={label}
              aria-busy={window.isLoadingMore}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: from here arrows go to its messages.
              tabIndex={0}
              onKeyDown={moveBetweenRows}
            >
              {rows}
              {latestRuns.map((run) => (
                <RunRow key={run.id} run={run} />
              ))}
              {outgoing.map((message) => (
                <OutgoingRow key={message.key} message={message} />
              ))}
            </div>
          )}
        </div>
      </div>
      {hasButton && (
        <Button className={styles.newer} onClick={() => void toPresent()}>
          <ArrowDown aria-hidden />
          {newerCount > 0 ? texts.newer(newerCount) : texts.toPresent}
        </Button>
      )}
    </div>
  )
}

/** A line across the list. What can be pressed in a feed has to be in an article of it. */
const Divider = ({ newLabel, children }: { newLabel?: string; children: ReactNode }) =>
  newLabel === undefined ? (
    <div className={styles.divider}>
      <span>{children}</span>
    </div>
  ) : (
    <article className={`${styles.divider} ${styles.new}`} aria-label={newLabel}>
      <span>{children}</span>
    </article>
  )

/** The one behind what was read last, where that is in sight. */
function firstNewOf({ ids, hasOlder }: Window, lastReadId: string | null | undefined): string | undefined {
  if (lastReadId === null) return hasOlder ? undefined : ids[0]
  const at = lastReadId === undefined ? -1 : ids.indexOf(lastReadId)
  return at === -1 ? undefined : ids[at + 1]
}
