import { useInfiniteQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { idFrom, privateChatPath } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useScreenTitle } from '../../shell/tab-title.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { FailedState, Skeleton } from '../../ui/states.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { Conversation } from './conversation.tsx'
import styles from './private.module.css'
import { privateTexts } from './texts/index.ts'

/** What somebody asks twins by themselves: their conversations, and the one that is open. */
export default function PrivateChats({ chat }: { chat: string | undefined }) {
  const texts = useTexts(privateTexts)
  const { loadMore } = useTexts(uiTexts)
  const dates = useDates()
  const { parley, workspaceId } = useStore()
  const [, navigate] = useLocation()
  const {
    data: pages,
    error,
    refetch,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
  } = useInfiniteQuery({
    queryKey: [workspaceId, 'private chats'],
    queryFn: async ({ pageParam: before }) => parley.chat.listSessions({ limit: 100, before }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ data: listed, meta }) => (meta.has_more ? listed.at(-1)?.id : undefined),
    staleTime: 0,
  })
  const data = pages?.pages.flatMap((page) => page.data)
  const id = idFrom('chat', chat)
  const session = data?.find((each) => each.id === id)
  useScreenTitle(session?.title ?? texts.title)
  // An id that is not known yet begins a conversation.
  const start = () => navigate(privateChatPath(crypto.randomUUID()))
  return (
    <div className={id === undefined ? styles.screen : `${styles.screen} ${styles.open}`}>
      <section className={styles.list} aria-label={texts.list}>
        <header className={styles.head}>
          <h2 className={styles.title}>{texts.title}</h2>
        </header>
        <div className={styles.chats}>
          <Button onClick={start}>
            <Plus aria-hidden />
            {texts.start}
          </Button>
          {!data && (error ? <FailedState onRetry={() => void refetch()} /> : <Skeleton rows={4} />)}
          {data?.length === 0 && <p className={styles.quiet}>{texts.none}</p>}
          <ul>
            {data?.map((session) => (
              <li key={session.id}>
                <Link
                  className={styles.chat}
                  href={privateChatPath(session.id)}
                  aria-current={session.id === id ? 'page' : undefined}
                >
                  <bdi className={styles.name}>{session.title}</bdi>
                  <span className={styles.quiet}>{dates.short(session.last_message_at)}</span>
                </Link>
              </li>
            ))}
          </ul>
          {hasNextPage && (
            <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {loadMore}
            </Button>
          )}
        </div>
      </section>
      {id === undefined || !data ? (
        <p className={styles.nothing}>{texts.about}</p>
      ) : (
        <Conversation key={id} id={id} session={session} onChanged={refetch} />
      )}
    </div>
  )
}
