import type { MyChannel } from '@parley/client/index'
import { ParleyError } from '@parley/client/parley-error'
import { ChevronLeft, Hash, Lock, Users } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { channelPath, idFrom } from '../addresses.ts'
import { useTexts } from '../i18n/language.ts'
import { useStore, useTopic } from '../shell/workspace-provider.tsx'
import { Button } from '../ui/button.tsx'
import { useAttempt } from '../ui/forms.ts'
import { EmptyState, FailedState, Skeleton } from '../ui/states.tsx'
import { nameOf, titleOf } from './channel-name.ts'
import { ChannelTools } from './channel-tools.tsx'
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

/** A channel that somebody looks at, a member or not. */
export function ChannelScreen({ channelId }: { channelId: string }) {
  const { channels } = useStore()
  const channel = useTopic(`channel:${channelId}`, (store) => store.channels.get(channelId))
  const [problem, setProblem] = useState<'missing' | 'failed'>()
  useEffect(() => {
    if (problem !== undefined || channel) return
    channels
      .find(channelId)
      .catch((error) => setProblem(error instanceof ParleyError && error.status === 404 ? 'missing' : 'failed'))
  }, [channels, channelId, channel, problem])
  if (channel) return <OpenChannel channel={channel} />
  if (problem === 'missing') return <NoChannel />
  if (problem === 'failed') return <FailedState onRetry={() => setProblem(undefined)} />
  return <Skeleton rows={10} />
}

function OpenChannel({ channel }: { channel: MyChannel }) {
  const texts = useTexts(chatTexts)
  const store = useStore()
  const { windows, runs, realtime, me } = store
  const attempt = useAttempt()
  const [, navigate] = useLocation()
  const query = new URLSearchParams(useSearch())
  const messageId = idFrom('msg', query.get('m'))
  const threadId = idFrom('msg', query.get('t'))
  const time = startOf(query.get('d'))
  const channelId = channel.id
  const place = useMemo(() => ({ channelId }), [channelId])
  const lastReadId = useDivider(channelId)

  useEffect(() => {
    // In a thread the message is shown there.
    void windows.open(place, threadId === undefined ? { messageId, time } : {})
  }, [windows, place, messageId, threadId, time])
  useEffect(() => void runs.load(channelId).catch(() => {}), [runs, channelId])
  useEffect(() => {
    if (!channel.is_member && !channel.is_archived) return realtime.watch(channelId)
  }, [realtime, channelId, channel.is_member, channel.is_archived])

  const name = nameOf(channel, me.uuid, texts.formerMember)
  const title = titleOf(channel, name)
  const view = useViewOf(channel, (rootId) => navigate(channelPath({ channelId, threadId: rootId })))
  const { canWrite, edit } = view
  const join = () => attempt(() => store.parley.channels.join({ id: channelId }))

  return (
    <ChannelViewContext value={view}>
      <div className={threadId === undefined ? styles.main : `${styles.main} ${styles['with-pane']}`}>
        <section className={styles.channel} aria-label={title}>
          <header className={styles.head}>
            <Link className={styles.back} href="/" aria-label={texts.messages}>
              <ChevronLeft aria-hidden />
            </Link>
            <h2 className={styles.name}>
              {channel.channel_type !== 'dm' && (channel.is_private ? <Lock aria-hidden /> : <Hash aria-hidden />)}
              <bdi>{name}</bdi>
            </h2>
            <p className={styles.topic} dir="auto" title={channel.topic ?? undefined}>
              {channel.topic}
            </p>
            <span className={styles['head-actions']} title={texts.members(channel.member_count)}>
              <Users aria-hidden size={16} />
              {channel.member_count}
              <span className="unseen">{texts.members(channel.member_count)}</span>
              <ChannelTools channel={channel} />
            </span>
          </header>
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
                autoFocus={threadId === undefined}
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
        {threadId !== undefined && (
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
