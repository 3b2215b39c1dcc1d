import { useTexts } from '../../i18n/language.ts'
import type { OutgoingReply } from '../../store/desk/reply.ts'
import { Linked } from '../../text/linked.tsx'
import { deskTexts } from '../texts/index.ts'
import styles from './conversation.module.css'

/** What is on its way, as it will look. */
export function OutgoingRow({ reply: { key, kind, content, files, state } }: { reply: OutgoingReply }) {
  const texts = useTexts(deskTexts)
  const side = kind === 'note' ? styles.note : styles.ours
  const text = (
    <p className={styles.text} dir="auto">
      <Linked text={content} />
    </p>
  )
  return (
    <article
      className={`${styles.entry} ${side} ${styles.pending}`}
      data-row={key}
      tabIndex={-1}
      aria-label={kind === 'note' ? texts.note : texts.reply}
      aria-busy
    >
      {kind === 'note' ? text : <div className={styles.bubble}>{text}</div>}
      {files.map((file) => (
        <bdi key={file.name}>{file.name}</bdi>
      ))}
      <span className={styles.seen}>{state === 'waiting' ? texts.waitingToBeSent : texts.sending}</span>
    </article>
  )
}
