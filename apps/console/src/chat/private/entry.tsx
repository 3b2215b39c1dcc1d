import type { ChatMessage } from '@parley/client/index'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { Text } from '../../text/text.tsx'
import { Attachments } from '../../ui/attachments.tsx'
import { IconButton } from '../../ui/button.tsx'
import { AnswerFoot } from '../answers/answer-foot.tsx'
import { SourceList, useSourceMarks } from '../answers/source-list.tsx'
import { chatTexts } from '../texts/index.ts'
import styles from './private.module.css'
import { privateTexts } from './texts/index.ts'

interface EntryProps {
  message: ChatMessage
  /** Shows another version of it. */
  onShow: (messageId: string) => void
  onRetry: (runId: string) => void
  /** Asks for it anew; returns its files. */
  refresh: () => Promise<ChatMessage['attachments']>
}

/** A question or an answer of a private conversation. */
export function Entry({ message, onShow, onRetry, refresh }: EntryProps) {
  const texts = useTexts(privateTexts)
  const { showMore } = useTexts(chatTexts)
  const { id, role, content, attachments, sources, run_id, personality, version_ids } = message
  const isAnswer = role === 'assistant'
  const at = version_ids.indexOf(id)
  return (
    <article
      id={`said-${id}`}
      className={isAnswer ? styles.answer : styles.asked}
      aria-label={isAnswer ? `@${personality}` : texts.you}
    >
      <Text text={content} marks={useSourceMarks(sources)} moreLabel={showMore} />
      <SourceList sources={sources} />
      {attachments.length > 0 && <Attachments files={attachments} refresh={refresh} />}
      {version_ids.length > 1 && (
        <p className={styles.versions}>
          <IconButton
            icon={ChevronLeft}
            label={texts.earlier}
            disabled={at <= 0}
            onClick={() => onShow(version_ids[at - 1]!)}
          />
          {texts.version(at + 1, version_ids.length)}
          <IconButton
            icon={ChevronRight}
            label={texts.later}
            disabled={at === version_ids.length - 1}
            onClick={() => onShow(version_ids[at + 1]!)}
          />
        </p>
      )}
      {isAnswer && <AnswerFoot runId={run_id} onRetry={onRetry} />}
    </article>
  )
}
