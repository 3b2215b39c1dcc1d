import type { Message, MyChannel } from '@parley/client/index'
import { useInfiniteQuery } from '@tanstack/react-query'
import { File, Files as FilesIcon, MessageSquareText } from 'lucide-react'
import { Link } from 'wouter'
import { channelPath } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { formatBytes } from '../../i18n/numbers.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useFreshFile } from '../../ui/fresh-file.ts'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { chatTexts } from '../texts/index.ts'
import styles from './details.module.css'
import { detailsTexts } from './texts/index.ts'

const pageSize = 30

/** What is attached to a channel’s messages, the newest first. */
export function Files({ channel: { id } }: { channel: MyChannel }) {
  const texts = useTexts(detailsTexts)
  const ui = useTexts(uiTexts)
  const { parley, workspaceId } = useStore()
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [workspaceId, 'channel', id, 'files'],
    queryFn: async ({ pageParam: before }) => parley.channels.listFiles({ id, limit: pageSize, before }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ messages, has_more }) => (has_more ? messages.at(-1)?.id : undefined),
    staleTime: 0,
  })
  if (!data) return error ? <FailedState onRetry={() => void refetch()} /> : <Skeleton />
  const messages = data.pages.flatMap((page) => page.messages)
  if (messages.length === 0) return <EmptyState icon={FilesIcon} title={texts.noFiles} about={texts.noFilesAbout} />
  return (
    <>
      <ul className={styles.list}>
        {messages.flatMap((message) =>
          (message.attachments ?? []).map((file) => <FileRow key={file.id} file={file} message={message} />),
        )}
      </ul>
      {hasNextPage && (
        <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {ui.loadMore}
        </Button>
      )}
    </>
  )
}

interface FileRowProps {
  file: NonNullable<Message['attachments']>[number]
  message: Message
}

function FileRow({ file: { id: fileId, name, size, url, thumbnail_url }, message }: FileRowProps) {
  const texts = useTexts(detailsTexts)
  const { formerMember } = useTexts(chatTexts)
  const dates = useDates()
  const { id, channel_id: channelId, parent_message_id, display_name, created_at } = message
  const { parley } = useStore()
  const open = useFreshFile(async () => (await parley.messages.get({ id })).data.attachments ?? [])
  return (
    <li className={styles.row}>
      {thumbnail_url ? (
        <img className={styles.thumbnail} src={thumbnail_url} alt="" loading="lazy" />
      ) : (
        <File className={styles.thumbnail} aria-hidden />
      )}
      <span className={styles.main}>
        <a className={styles.name} href={url} target="_blank" rel="noopener" onClick={(event) => open(event, fileId)}>
          <bdi>{name}</bdi>
        </a>
        <span className={styles.quiet}>
          <bdi>{display_name ?? formerMember}</bdi> · {dates.short(created_at)} · {formatBytes(size)}
        </span>
      </span>
      <Link
        className={styles.jump}
        href={channelPath({ channelId, messageId: id, threadId: parent_message_id ?? undefined })}
        aria-label={`${texts.showMessage}: ${name}`}
        title={texts.showMessage}
      >
        <MessageSquareText aria-hidden />
      </Link>
    </li>
  )
}
