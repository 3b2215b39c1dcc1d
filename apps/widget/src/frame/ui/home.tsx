import { useEffect } from 'preact/hooks'
import type { Thread } from '../model/threads.ts'
import { useLanguage, useTexts, useWidget } from './context.ts'
import { Icon } from './icons.tsx'
import { formatOpening, formatWhen } from './time.ts'

/** The beginning: who is there, how to write to them, and what was said before. */
export function Home({ onClose }: { onClose: () => void }) {
  const widget = useWidget()
  const texts = useTexts()
  const { title, heading, introduction, logoUrl } = widget.settings.value
  const name = title ?? widget.config.value?.workspace.name ?? ''
  const threads = widget.threads.list.value

  useEffect(() => {
    widget.loadConversations()
  }, [widget])

  return (
    <main class="home">
      <header class="hero">
        <div class="hero-top">
          {logoUrl ? (
            <img class="logo" src={logoUrl} alt={name} loading="lazy" referrerpolicy="no-referrer" />
          ) : (
            <bdi class="brand">{name}</bdi>
          )}
          <button type="button" class="round" aria-label={texts.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        <h1 tabIndex={-1} data-autofocus>
          {heading ?? texts.greeting}
        </h1>
        <p class="lead">{introduction ?? texts.question}</p>
      </header>
      <div class="cards">
        {!widget.session.isRefused.value && (
          <button type="button" class="card start" onClick={() => widget.show({ name: 'conversation', id: undefined })}>
            <span class="card-text">
              <strong>{texts.newConversation}</strong>
              <Presence online={texts.usualReply} />
            </span>
            <span class="send-mark">
              <Icon name="send" />
            </span>
          </button>
        )}
        {threads.length > 0 && (
          <section class="card" aria-labelledby="past">
            <h2 id="past">{texts.conversations}</h2>
            <ul>
              {threads.map((thread) => (
                <Past key={thread.conversation.id} thread={thread} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  )
}

function Past({ thread: { conversation } }: { thread: Thread }) {
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

/** Whether somebody is there to answer, or else when. */
export function Presence({ online }: { online: string }) {
  const { isOnline, hours } = useWidget().desk
  const texts = useTexts()
  const language = useLanguage()
  const opensAt = hours.value?.opensAt
  const away = opensAt ? texts.backAt(formatOpening(opensAt, language)) : texts.offline
  return <span class={isOnline.value ? 'presence online' : 'presence'}>{isOnline.value ? online : away}</span>
}

/** Somebody's picture, or their initial. What it says is said beside it. */
export function Avatar({ name, url }: { name: string; url: string | null }) {
  const [initial = ''] = new Intl.Segmenter().segment(name.trim())[Symbol.iterator]().next().value?.segment ?? ''
  return (
    <span class="avatar" aria-hidden="true">
      {url ? <img src={url} alt="" /> : initial.toUpperCase()}
    </span>
  )
}
