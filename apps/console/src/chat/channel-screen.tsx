import type { MyChannel } from '@parley/client/index'
import { ParleyError } from '@parley/client/parley-error'
import { Suspense, useEffect, useMemo, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { channelPath, type DetailsTab, idFrom } from '../addresses.ts'
import { useTexts } from '../i18n/language.ts'
import { useScreenTitle } from '../shell/tab-title.ts'
import { useStore, useTopic } from '../shell/workspace-provider.tsx'
import { Button } from '../ui/button.tsx'
import { useAttempt } from '../ui/forms.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { EmptyState, FailedState, Skeleton } from '../ui/states.tsx'
import { ChannelArrivals } from './channel-arrivals.tsx'
import { ChannelHead } from './channel-head.tsx'
import { nameOf, titleOf } from './channel-name.ts'
import styles from './chat.module.css'
import { Composer } from './composer/composer.tsx'
import { lastOwnOf } from './last-own.ts'
import { MessageList } from './list/message-list.tsx'
import { ChannelViewContext } from './message/use-channel-view.ts'
import { useViewOf } from './message/use-view-of.ts'
import { NoChannel } from './no-channel.tsx'
import { chatTexts } from './texts/index.ts'
import { ThreadPane } from './thread-pane.tsx'
import { useDivider } from './use-divider.ts'
import { useOpened } from './use-opened.ts'

const DetailsPane = lazyPart(() => import('./details/details-pane.tsx'))

interface ChannelScreenProps {
  channelId: string
  /** What its details show, where they are open. */
  details: DetailsTab | undefined
}

/** A channel that somebody looks at, a member or not. */
export function ChannelScreen({ channelId, details }: ChannelScreenProps) {
  const { channels } = useStore()
  const channel = useTopic(`channel:${channelId}`, (store) => store.channels.get(channelId))
  const [problem, setProblem] = useState<'missing' | 'failed'>()
  useEffect(() => {
    if (problem !== undefined || channel) return
    channels
      .find(channelId)
      .catch((error) => setProblem(error instanceof ParleyError && error.status === 404 ? 'missing' : 'failed'))
  }, [channels, channelId, channel, problem])
  if (channel) return <OpenChannel channel={channel} details={details} />
  if (problem === 'missing') return <NoChannel />
  if (problem === 'failed') return <FailedState onRetry={() => setProblem(undefined)} />
  return <Skeleton rows={10} />
}

function OpenChannel({ channel, details }: { channel: MyChannel; details: DetailsTab | undefined }) {
  const texts = useTexts(chatTexts)
  const store = useStore()
  const { runs, realtime, me, eventually } = store
  const attempt = useAttempt()
  const [, navigate] = useLocation()
  const query = new URLSearchParams(useSearch())
  const messageId = idFrom('msg', query.get('m'))
  const threadId = idFrom('msg', query.get('t'))
  const time = startOf(query.get('d'))
  const channelId = channel.id
  const place = useMemo(() => ({ channelId }), [channelId])
  const lastReadId = useDivider(channelId)

  // In a thread the message is shown there.
  useOpened(place, threadId === undefined ? { messageId, time } : { messageId: undefined })
  useEffect(() => eventually(() => runs.load(channelId)), [eventually, runs, channelId])
  useEffect(() => {
    if (!channel.is_member && !channel.is_archived) return realtime.watch(channelId)
  }, [realtime, channelId, channel.is_member, channel.is_archived])

  const name = nameOf(channel, me.uuid, texts.formerMember)
  const title = titleOf(channel, name)
  useScreenTitle(title)
  const view = useViewOf(channel, (rootId) => navigate(channelPath({ channelId, threadId: rootId })))
  const { canWrite, edit } = view
  const hasPane = threadId !== undefined || details !== undefined
  const join = () => attempt(() => store.parley.channels.join({ id: channelId }))

  return (
    <ChannelViewContext value={view}>
      <div className={hasPane ? `${styles.main} ${styles['with-pane']}` : styles.main}>
        <section className={styles.channel} aria-label={title}>
          <ChannelArrivals channelId={channelId} threadId={threadId} />
          <ChannelHead channel={channel} name={name} isDetailed={details !== undefined} />
          <MessageList
            key={channelId}
            place={place}
            lastReadId={lastReadId}
            label={texts.messages}
            beginning={<Beginning channel={channel} title={title} />}
          />
          <footer>
            {canWrite ? (
              <Composer
                key={channelId}
                place={place}
                label={texts.messageTo(title)}
                autoFocus={!hasPane}
                onEditLast={() => edit(lastOwnOf(store, place))}
              />
            ) : (
              <div className={styles.notice}>
                {channel.is_archived ? texts.archived : texts.joinToWrite(title)}
                {!channel.is_archived && (
                  <Button kind="main" onClick={() => void join()}>
                    {texts.join}
                  </Button>
                )}
              </div>
            )}
          </footer>
        </section>
        {details !== undefined && (
          <Suspense fallback={<Skeleton />}>
            <DetailsPane channel={channel} tab={details} />
          </Suspense>
        )}
        {threadId !== undefined && details === undefined && (
          <ThreadPane
            key={threadId}
            channelId={channelId}
            threadId={threadId}
            messageId={messageId}
            onClose={() => navigate(channelPath({ channelId }))}
          />
        )}
      </div>
    </ChannelViewContext>
  )
}

/** When a day of an address begins for the reader. */
function startOf(day: string | null): string | undefined {
  const time = day === null ? Number.NaN : Date.parse(`${day}T00:00`)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

function Beginning({ channel, title }: { channel: MyChannel; title: string }) {
  const texts = useTexts(chatTexts)
  if (channel.channel_type === 'dm') return <EmptyState title={title} about={texts.emptyDirect} />
  return <EmptyState title={texts.emptyChannel(title)} about={channel.description ?? texts.emptyChannelAbout} />
}
