import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import type { Outgoing } from '../../store/outbox.ts'
import { Text } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { chatTexts } from '../texts/index.ts'
import styles from './message.module.css'

/** A message on its way: it is there at once, and says what becomes of it. */
export function OutgoingRow({ message }: { message: Outgoing }) {
  const texts = useTexts(chatTexts)
  const errorText = useErrorText()
  const { me, outbox, drafts } = useStore()
  const { key, state, content, files, refusal, place } = message
  const takeBack = () => {
    outbox.remove(key)
    const before = drafts.get(place)
    drafts.write(place, {
      content: [before?.content, content].filter(Boolean).join('\n'),
      files: [...(before?.files ?? []), ...files],
    })
  }
  return (
    <article className={styles.row} data-row={key} tabIndex={-1} aria-label={me.name}>
      <div className={styles.side}>
        <Avatar name={me.name} />
      </div>
      <div>
        <header className={styles.head}>
          <bdi className={styles.author}>{me.name}</bdi>
        </header>
        <div className={styles.pending}>
          {content && <Text text={content} moreLabel={texts.showMore} />}
          {files.map(({ id, name }) => (
            <bdi key={id} className={styles.file}>
              {name}
            </bdi>
          ))}
        </div>
        {state === 'failed' ? (
          <div className={styles.choices}>
            <span className={`${styles.state} ${styles.failed}`} role="alert">
              {texts.notSent}
              {refusal && `: ${errorText(refusal)}`}
            </span>
            <Button onClick={() => outbox.retry(key)}>{texts.retry}</Button>
            <Button onClick={takeBack}>{texts.edit}</Button>
            <Button onClick={() => outbox.remove(key)}>{texts.delete}</Button>
          </div>
        ) : (
          <span className={styles.state}>{state === 'waiting' ? texts.waiting : texts.sending}</span>
        )}
      </div>
    </article>
  )
}
