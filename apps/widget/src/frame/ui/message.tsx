import type { DeskMessage } from '../api.ts'
import type { Outgoing } from '../model/outbox.ts'
import { useLanguage, useTexts, useWidget } from './context.ts'
import { Icon, type IconName } from './icons.tsx'
import { lazy } from './lazy.tsx'
import { Linked } from './linked.tsx'
import { canRetry, reasonOf } from './refusals.ts'
import { formatTime } from './time.ts'

const Attachments = lazy(() => import('./attachments.tsx').then(({ Attachments }) => Attachments))
const PendingFiles = lazy(() => import('./attachments.tsx').then(({ PendingFiles }) => PendingFiles))

interface MessageProps {
  message: DeskMessage
  /** The first that its sender says in a row, and the last of all. */
  isFirst: boolean
  isLast: boolean
}

export function Message({ message, isFirst, isLast }: MessageProps) {
  const texts = useTexts()
  const language = useLanguage()
  const { senderType, senderName, content, attachments, createdAt } = message
  if (senderType === 'SYSTEM') return <p class="system">{content}</p>
  const isOwn = senderType === 'VISITOR'
  const name = isOwn ? texts.you : (senderName ?? (senderType === 'AI' ? texts.assistant : texts.team))
  return (
    <article class={`message ${isOwn ? 'own' : 'theirs'} ${isFirst ? 'first' : ''}`}>
      <p class={isFirst && !isOwn ? 'sender' : 'unseen'}>
        <bdi>{name}</bdi>
        {senderType === 'AI' && senderName !== null && <span class="tag">{texts.assistant}</span>}
      </p>
      {attachments.length > 0 && <Attachments attachments={attachments} />}
      {content !== '' && (
        <p class="bubble" dir="auto">
          <Linked text={content} />
        </p>
      )}
      <p class={isLast ? 'meta' : 'meta unseen'}>
        <time dateTime={createdAt}>{formatTime(createdAt, language)}</time>
        {isOwn && <Delivery message={message} />}
      </p>
    </article>
  )
}

function Delivery({ message: { seq, seenAt } }: { message: DeskMessage }) {
  const texts = useTexts()
  const { current } = useWidget()
  const isSeen = seenAt !== null || seq <= (current.value?.conversation.agentReadSeq ?? 0)
  return <State icon={isSeen ? 'seen' : 'sent'} text={isSeen ? texts.seen : texts.sent} />
}

const State = ({ icon, text }: { icon: IconName; text: string }) => (
  <span class="state">
    <Icon name={icon} />
    {text}
  </span>
)

/** A message that the server does not have yet. */
export function Pending({ message }: { message: Outgoing }) {
  const { outbox, session } = useWidget()
  const texts = useTexts()
  const { key, content, files, state, progress, refusal } = message
  const reason = refusal && reasonOf(refusal, texts, message)
  const isWorthwhile = refusal && !session.isRefused.value && canRetry(refusal, message)
  const percent = Math.round(progress * 100)
  return (
    <article class={`message own pending ${state}`}>
      <p class="unseen">{texts.you}</p>
      {files.length > 0 && <PendingFiles files={files} />}
      {content !== '' && (
        <p class="bubble" dir="auto">
          <Linked text={content} />
        </p>
      )}
      {state === 'failed' ? (
        <div class="meta failure" role="alert">
          <State icon="alert" text={reason ? `${texts.failed}: ${reason}` : texts.failed} />
          {isWorthwhile && (
            <button type="button" class="link" onClick={() => outbox.retry(key)}>
              {texts.retry}
            </button>
          )}
          <button type="button" class="link" onClick={() => outbox.discard(key)}>
            {texts.discard}
          </button>
        </div>
      ) : (
        <p class="meta">
          <State icon="clock" text={state === 'waiting' ? texts.waiting : texts.pending} />
          {files.length > 0 && state === 'sending' && (
            <progress max={100} value={percent} aria-label={texts.uploading(percent)} />
          )}
        </p>
      )}
    </article>
  )
}
