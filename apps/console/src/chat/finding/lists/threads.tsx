import type { Output } from '@parley/client/index'
import { useInfiniteQuery } from '@tanstack/react-query'
import { MessagesSquare } from 'lucide-react'
import { useEffect } from 'react'
import { useLocation, useSearch } from 'wouter'
import { idFrom, threadsPath } from '../../../addresses.ts'
import { useDates } from '../../../i18n/dates.ts'
import { useTexts } from '../../../i18n/language.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { useStore, useTopic } from '../../../shell/workspace-provider.tsx'
import { plainText } from '../../../text/plain.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { ChannelTitle } from '../../channel-title.tsx'
import { chatTexts } from '../../texts/index.ts'
import { findingTexts } from '../texts/index.ts'
import { ListRow } from './list-row.tsx'
import { ListScreen } from './list-screen.tsx'
import styles from './lists.module.css'
import { Pages } from './pages.tsx'
import { ThreadBeside } from './thread-beside.tsx'

type Thread = Output<'listFollowedThreads'>['data'][number]

/** The threads that somebody follows, the last replied to first; one of them is open beside the list. */
export default function Threads() {
  const { threads: title } = useTexts(shellTexts)
  const texts = useTexts(findingTexts)
  const { parley, messages } = useStore()
  const [, navigate] = useLocation()
  const threadId = idFrom('msg', new URLSearchParams(useSearch()).get('t'))
  const unreadCount = useTopic('unread', ({ unread }) => unread.threads)
  const pages = useInfiniteQuery({
    queryKey: ['threads'],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) => {
      const page = await parley.messages.listFollowedThreads({ limit: 30, before: pageParam })
      for (const { unread_count: _, last_read_message_id: __, ...root } of page.data) messages.put(root)
      return page
    },
    getNextPageParam: ({ data, meta }) => (meta.has_more ? data.at(-1)?.id : undefined),
    staleTime: 0,
  })
  const { refetch } = pages
  // With each change of the count the list is another.
  useEffect(() => void refetch(), [refetch, unreadCount])

  const threads = pages.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <div className={threadId === undefined ? styles.beside : `${styles.beside} ${styles.open}`}>
      <ListScreen title={title}>
        <Pages
          pages={pages}
          count={threads.length}
          empty={<EmptyState icon={MessagesSquare} title={texts.noThreads} about={texts.noThreadsAbout} />}
        >
          {threads.map((thread) => (
            <ThreadRow key={thread.id} thread={thread} isCurrent={thread.id === threadId} />
          ))}
        </Pages>
      </ListScreen>
      {threadId !== undefined && (
        <ThreadBeside key={threadId} threadId={threadId} onClose={() => navigate(threadsPath())} />
      )}
    </div>
  )
}

function ThreadRow({ thread, isCurrent }: { thread: Thread; isCurrent: boolean }) {
  const texts = useTexts(chatTexts)
  const shell = useTexts(shellTexts)
  const dates = useDates()
  const { id, unread_count } = thread
  // What was replied or edited since is in the store.
  const root = useTopic(`message:${id}`, ({ messages }) => messages.get(id)) ?? thread
  const { display_name, avatar_url, author_type, reply_count, last_reply_at, created_at } = root
  const name = display_name ?? texts.formerMember
  return (
    <ListRow
      path={threadsPath(id)}
      picture={<Avatar name={name} url={avatar_url} isTwin={author_type === 'twin'} />}
      title={name}
      place={<ChannelTitle channelId={thread.channel_id} />}
      time={created_at}
      isUnread={unread_count > 0}
      isCurrent={isCurrent}
      notes={
        <>
          {texts.replies(reply_count)}
          {last_reply_at && <span>{texts.lastReply(dates.ago(last_reply_at))}</span>}
          {unread_count > 0 && <span className={styles.news}>{shell.unreadCount(unread_count)}</span>}
        </>
      }
    >
      {plainText(root.content) || root.attachments?.map((file) => file.name).join(', ')}
    </ListRow>
  )
}
