import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { channelPath } from '../../addresses.ts'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { plainText } from '../../text/plain.ts'
import { Text } from '../../text/text.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailedState, Skeleton } from '../../ui/states.tsx'
import type { ChatDialogProps } from '../open-dialog.ts'
import { chatTexts } from '../texts/index.ts'
import styles from './summary.module.css'

/** How many of the newest messages are summarized where nobody says since when. */
const atMost = 100

/** What was said in a channel, in short, and the messages that this rests on. */
export default function SummaryDialog({ dialog, onClose }: ChatDialogProps) {
  const { channelId, sinceId } = dialog.name === 'summary' ? dialog : { channelId: '', sinceId: undefined }
  const texts = useTexts(chatTexts)
  const dates = useDates()
  const { parley, messages, workspaceId } = useStore()
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: [workspaceId, 'summary', channelId, sinceId],
    queryFn: async () => {
      const of = sinceId === undefined ? { messageCount: atMost } : { since: sinceId }
      const { data: summary } = await parley.messages.summarize({ channel_id: channelId, ...of })
      const unknown = summary.evidence.filter((id) => !messages.get(id))
      // One that was deleted meanwhile is left out.
      const found = await Promise.allSettled(unknown.map((id) => parley.messages.get({ id })))
      for (const each of found) if (each.status === 'fulfilled') messages.put(each.value.data)
      return summary
    },
    staleTime: 0,
  })
  return (
    <Dialog
      title={sinceId === undefined ? texts.summary : texts.summarySince}
      about={
        data?.timeRange &&
        texts.summaryOf(data.messageCount, dates.dateTime(data.timeRange.from), dates.dateTime(data.timeRange.to))
      }
      width="40rem"
      onClose={onClose}
    >
      {!data && (error && !isFetching ? <FailedState onRetry={() => void refetch()} /> : <Skeleton rows={4} />)}
      {data && data.messageCount === 0 && <p>{texts.nothingToSummarize}</p>}
      {data && data.messageCount > 0 && (
        <>
          <Text text={data.summary} moreLabel={texts.showMore} />
          {data.hasMore && <p className={styles.quiet}>{texts.summaryHasMore}</p>}
          {data.evidence.length > 0 && (
            <section aria-label={texts.evidence}>
              <h3 className={styles.title}>{texts.evidence}</h3>
              <ul>
                {data.evidence.map((id) => (
                  <Evidence key={id} id={id} onFollow={onClose} />
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </Dialog>
  )
}

/** One of the messages, as the way to it. */
function Evidence({ id, onFollow }: { id: string; onFollow: () => void }) {
  const { formerMember } = useTexts(chatTexts)
  const message = useTopic(`message:${id}`, ({ messages }) => messages.get(id))
  if (!message) return null
  const { channel_id: channelId, parent_message_id, display_name, content } = message
  return (
    <li>
      <Link
        className={styles.evidence}
        href={channelPath({ channelId, messageId: id, threadId: parent_message_id ?? undefined })}
        onClick={onFollow}
      >
        <bdi className={styles.author}>{display_name ?? formerMember}</bdi>
        <bdi className={styles.excerpt}>{plainText(content)}</bdi>
      </Link>
    </li>
  )
}
