import { Square } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import type { LiveRun } from '../../store/runs.ts'
import { GrowingText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { useAttempt } from '../../ui/forms.ts'
import { ApprovalRow } from '../answers/approval-row.tsx'
import { ToolList } from '../answers/tool-list.tsx'
import { chatTexts } from '../texts/index.ts'
import styles from './message.module.css'

/** What a twin is writing, as it comes. */
export function RunRow({ run: { id, questionId, name, avatarUrl, text, tools, failure } }: { run: LiveRun }) {
  const texts = useTexts(chatTexts)
  const errorText = useErrorText()
  const { runs, parley, me } = useStore()
  const isMine = useTopic(
    `message:${questionId}`,
    ({ messages }) => messages.get(questionId ?? '')?.user_id === me.uuid,
  )
  const attempt = useAttempt()
  const retry = () =>
    attempt(async () => {
      await parley.chat.retryRun({ id })
      runs.remove(id)
    })
  return (
    <article className={styles.row} data-row={id} tabIndex={-1} aria-label={name} aria-busy={failure === undefined}>
      <div className={styles.side}>
        <Avatar name={name} url={avatarUrl} isTwin />
      </div>
      <div>
        <header className={styles.head}>
          <bdi className={styles.author}>{name}</bdi>
          <span className={`${styles.badge} ${styles.twin}`}>{texts.twin}</span>
          {failure === undefined && <span className={styles.time}>{texts.writing}</span>}
        </header>
        <ToolList tools={tools} />
        {text && (
          <div className={failure === undefined ? styles.caret : undefined}>
            <GrowingText text={text} moreLabel={texts.showMore} />
          </div>
        )}
        {failure === undefined && <ApprovalRow runId={id} name={name} />}
        {failure === undefined ? (
          <div className={styles.choices}>
            <Button onClick={() => void attempt(() => runs.stop(id))}>
              <Square aria-hidden />
              {texts.stop}
            </Button>
          </div>
        ) : (
          <div className={styles.choices}>
            <span className={`${styles.state} ${styles.failed}`} role="alert">
              {texts.twinFailed(name, errorText(failure))}
            </span>
            {isMine && <Button onClick={() => void retry()}>{texts.retry}</Button>}
            <Button onClick={() => runs.remove(id)}>{texts.dismiss}</Button>
          </div>
        )}
      </div>
    </article>
  )
}
