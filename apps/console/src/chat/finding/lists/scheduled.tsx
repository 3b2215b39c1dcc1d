import type { ScheduledMessage } from '@parley/client/index'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { CalendarClock, Pencil, SendHorizontal, Trash2 } from 'lucide-react'
import { Suspense, useState } from 'react'
import { channelPath } from '../../../addresses.ts'
import { useTexts } from '../../../i18n/language.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { useStore } from '../../../shell/workspace-provider.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/dialog.tsx'
import { useAttempt } from '../../../ui/forms.ts'
import { lazyPart } from '../../../ui/lazy-part.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { ChannelTitle } from '../../channel-title.tsx'
import { chatTexts } from '../../texts/index.ts'
import { findingTexts } from '../texts/index.ts'
import { DraftTabs } from './drafts.tsx'
import { ListRow } from './list-row.tsx'
import { ListScreen } from './list-screen.tsx'
import styles from './lists.module.css'
import { Pages } from './pages.tsx'

const EditScheduled = lazyPart(() => import('./edit-scheduled.tsx'))
const queryKey = ['scheduled']

/** What is sent later, or could not be. */
export default function Scheduled() {
  const { drafts: title } = useTexts(shellTexts)
  const texts = useTexts(findingTexts)
  const { parley } = useStore()
  const pages = useInfiniteQuery({
    queryKey,
    initialPageParam: 0,
    queryFn: async ({ pageParam }) => {
      const { data, meta } = await parley.messages.listScheduled({ limit: 50, offset: pageParam })
      const next = pageParam + data.length
      return { data, next: next < meta.total ? next : undefined }
    },
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  })
  const scheduled = pages.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <ListScreen title={title} tabs={<DraftTabs />}>
      <Pages
        pages={pages}
        count={scheduled.length}
        empty={<EmptyState icon={CalendarClock} title={texts.noScheduled} about={texts.noScheduledAbout} />}
      >
        {scheduled.map((message) => (
          <ScheduledRow key={message.id} message={message} />
        ))}
      </Pages>
    </ListScreen>
  )
}

function ScheduledRow({ message }: { message: ScheduledMessage }) {
  const texts = useTexts(findingTexts)
  const chat = useTexts(chatTexts)
  const { parley, outbox } = useStore()
  const queries = useQueryClient()
  const attempt = useAttempt()
  const [opened, setOpened] = useState<'edit' | 'delete'>()
  const close = () => setOpened(undefined)
  const { id, channel_id: channelId, content, attachments, send_at, failure_reason } = message
  const threadId = message.parent_message_id ?? undefined
  const reload = () => queries.invalidateQueries({ queryKey })
  const remove = () =>
    attempt(async () => {
      await parley.messages.deleteScheduled({ id })
      await reload()
    })
  const sendNow = async () => {
    // What is removed cannot go out a second time; the outbox keeps it until it is stored.
    if (await remove()) outbox.add({ place: { channelId, threadId }, content, files: attachments ?? [] })
  }
  return (
    <>
      <ListRow
        path={channelPath({ channelId, threadId })}
        picture={<CalendarClock aria-hidden />}
        title={<ChannelTitle channelId={channelId} />}
        place={threadId && chat.thread}
        time={send_at}
        notes={
          (failure_reason !== null || attachments !== null) && (
            <>
              {failure_reason !== null && (
                <span className={styles.failed}>{texts.notSent(texts.failures[failure_reason])}</span>
              )}
              {attachments?.map(({ name }) => name).join(', ')}
            </>
          )
        }
        actions={
          <>
            <IconButton icon={SendHorizontal} label={texts.sendNow} onClick={() => void sendNow()} />
            <IconButton icon={Pencil} label={chat.edit} onClick={() => setOpened('edit')} />
            <IconButton icon={Trash2} label={chat.delete} onClick={() => setOpened('delete')} />
          </>
        }
      >
        {content}
      </ListRow>
      {opened === 'edit' && (
        <Suspense>
          <EditScheduled message={message} onSaved={reload} onClose={close} />
        </Suspense>
      )}
      {opened === 'delete' && (
        <ConfirmDialog
          title={texts.deleteScheduled}
          about={texts.deleteScheduledAbout}
          action={chat.delete}
          isDangerous
          onConfirm={remove}
          onClose={close}
        />
      )}
    </>
  )
}
