import type { ChatSession, Run } from '@parley/client/index'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronLeft, Pencil, Square, Trash2 } from 'lucide-react'
import { Suspense, useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { eventually } from '../../store/eventually.ts'
import { isLive } from '../../store/runs.ts'
import { GrowingText, Text } from '../../text/text.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { useAttempt } from '../../ui/forms.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { ApprovalRow } from '../answers/approval-row.tsx'
import { ToolList } from '../answers/tool-list.tsx'
import { chatTexts } from '../texts/index.ts'
import { Entry } from './entry.tsx'
import styles from './private.module.css'
import { QuestionForm } from './question-form.tsx'
import { privateTexts } from './texts/index.ts'
import { useAnswer } from './use-answer.ts'

const ChangeChat = lazyPart(() => import('./change-chat.tsx'))

interface ConversationProps {
  id: string
  /** Undefined before its first question. */
  session: ChatSession | undefined
  onChanged: () => Promise<unknown>
}

/** One private conversation: what was asked and answered, and the next question. */
export function Conversation({ id, session, onChanged }: ConversationProps) {
  const texts = useTexts(privateTexts)
  const chat = useTexts(chatTexts)
  const ui = useTexts(uiTexts)
  const { parley, workspaceId } = useStore()
  const attempt = useAttempt()
  const errorText = useErrorText()
  const [changing, change] = useState<'rename' | 'delete'>()
  const end = useRef<HTMLDivElement>(null)
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [workspaceId, 'private chat', id],
    queryFn: async ({ pageParam: before }) => parley.chat.listMessages({ id, limit: 100, before }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ data: listed, meta }) => (meta.has_more ? listed.at(-1)?.id : undefined),
    enabled: session !== undefined,
    staleTime: 0,
  })
  const messages = session ? data?.pages.flatMap((page) => page.data).toReversed() : []
  const newestId = messages?.at(-1)?.id
  const { writing, ask, followRun, retry, dismiss } = useAnswer(async () => {
    await refetch()
    await onChanged()
  })
  const resume = useRef<(run: Run) => void>(undefined)
  resume.current = (run) => {
    if (!writing) followRun(run.id, run.question)
  }
  const isKnown = session !== undefined
  // An answer goes on while nobody looks, such as over a reload.
  useEffect(() => {
    if (!isKnown) return
    const looking = new AbortController()
    eventually(async () => {
      const { data: going } = await parley.chat.listRuns({ limit: 20 })
      const run = going.find((each) => each.session_id === id && isLive(each))
      if (run && !looking.signal.aborted) resume.current?.(run)
    }, looking.signal).catch(reportError)
    return () => looking.abort()
    // Once: what is asked from here on is followed anyhow.
  }, [parley, id])
  const isWriting = writing !== undefined && writing.failure === undefined
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' })
  }, [newestId, writing?.question])
  const refreshed = async (messageId: string) => {
    const listed = (await refetch({ throwOnError: true })).data?.pages.flatMap((page) => page.data)
    return listed?.find((each) => each.id === messageId)?.attachments ?? []
  }
  const show = (messageId: string) =>
    attempt(async () => {
      await parley.chat.updateSession({ id, head_message_id: messageId })
      await refetch()
    })

  return (
    <section className={styles.conversation} aria-label={session?.title ?? texts.start}>
      <header className={styles.head}>
        <Link className={styles.back} href="/twins" aria-label={texts.list}>
          <ChevronLeft aria-hidden />
        </Link>
        <h2 className={styles.title}>
          <bdi>{session?.title ?? texts.start}</bdi>
        </h2>
        {session && (
          <span className={styles.tools}>
            <IconButton icon={Pencil} label={texts.rename} onClick={() => change('rename')} />
            <IconButton icon={Trash2} label={texts.delete} onClick={() => change('delete')} />
          </span>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled has to be reached. */}
      <div className={styles.scroller} tabIndex={0} role="log" aria-label={texts.title}>
        {!messages && (error ? <FailedState onRetry={() => void refetch()} /> : <Skeleton />)}
        {messages?.length === 0 && !writing && <EmptyState title={texts.beginning} about={texts.about} />}
        {hasNextPage && (
          <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {ui.loadMore}
          </Button>
        )}
        {messages?.map((message) => (
          <Entry
            key={message.id}
            message={message}
            onShow={(each) => void show(each)}
            onRetry={followRun}
            refresh={() => refreshed(message.id)}
          />
        ))}
        {writing?.question && messages?.at(-1)?.role !== 'user' && (
          <div className={styles.asked}>
            <Text text={writing.question} moreLabel={chat.showMore} />
          </div>
        )}
        {writing && (
          <article className={styles.answer} aria-busy={isWriting}>
            <ToolList tools={writing.tools} />
            <GrowingText text={writing.text} moreLabel={chat.showMore} />
            {isWriting && writing.runId && <ApprovalRow runId={writing.runId} name={chat.twin} />}
            {isWriting ? (
              <p className={styles.writing}>
                {chat.writing}
                {writing.runId && (
                  <Button onClick={() => void attempt(() => parley.chat.stopStream({ streamId: writing.runId! }))}>
                    <Square aria-hidden />
                    {chat.stop}
                  </Button>
                )}
              </p>
            ) : (
              <p className={styles.writing} role="alert">
                {writing.failure && errorText(writing.failure)}
                {writing.runId && <Button onClick={() => void attempt(() => retry(writing))}>{chat.retry}</Button>}
                <Button onClick={dismiss}>{chat.dismiss}</Button>
              </p>
            )}
          </article>
        )}
        <div ref={end} />
      </div>
      <QuestionForm
        conversationId={id}
        isBusy={isWriting}
        onAsk={(message, personality, onTaken) => ask({ sessionId: id, message, personality }, onTaken)}
      />
      {changing && session && (
        <Suspense>
          <ChangeChat what={changing} session={session} onChanged={onChanged} onClose={() => change(undefined)} />
        </Suspense>
      )}
    </section>
  )
}
