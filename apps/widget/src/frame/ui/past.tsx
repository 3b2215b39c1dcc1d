import type { Thread } from '../model/threads.ts'
import css from '../style/past.css?inline'
import { Avatar } from './avatar.tsx'
import { useLanguage, useTexts, useWidget } from './context.ts'
import { addStyles } from './styles.ts'
import { formatWhen } from './time.ts'

addStyles(css)

/** What the visitor has said before. */
export function Past({ threads }: { threads: readonly Thread[] }) {
  const texts = useTexts()
  return (
    <section class="card" aria-labelledby="past">
      <h2 id="past">{texts.conversations}</h2>
      <ul>
        {threads.map((thread) => (
          <Conversation key={thread.conversation.id} thread={thread} />
        ))}
      </ul>
    </section>
  )
}

function Conversation({ thread: { conversation } }: { thread: Thread }) {
  const widget = useWidget()
  const texts = useTexts()
  const language = useLanguage()
  const { id, agent, lastMessage, updatedAt, visitorUnreadCount: unread } = conversation
  return (
    <li>
      <button type="button" class="past" onClick={() => widget.show({ name: 'conversation', id })}>
        <Avatar name={agent?.name ?? texts.team} url={agent?.avatarUrl ?? null} />
        <span class="card-text">
          <span class="past-top">
            <bdi class={unread > 0 ? 'unread' : ''}>{agent?.name ?? texts.team}</bdi>
            <time dateTime={updatedAt}>{formatWhen(updatedAt, language)}</time>
          </span>
          <span class="preview" dir="auto">
            {lastMessage?.content || (lastMessage?.messageType === 'FILE' ? '📎' : '')}
          </span>
        </span>
        {unread > 0 && (
          <span class="count">
            <span aria-hidden="true">{unread > 9 ? '9+' : unread}</span>
            <span class="unseen">{texts.newMessages(unread)}</span>
          </span>
        )}
      </button>
    </li>
  )
}
