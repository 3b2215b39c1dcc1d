import type { DeskMessage } from '../api.ts'
import { Avatar } from './avatar.tsx'
import { Composer } from './composer.tsx'
import { useTexts, useWidget } from './context.ts'
import { Presence } from './home.tsx'
import { Icon } from './icons.tsx'
import { lazy } from './lazy.tsx'
import { MessageList } from './message-list.tsx'

const Closed = lazy(() => import('./closed.tsx').then(({ Closed }) => Closed))
const ContactForm = lazy(() => import('./contact-form.tsx').then(({ ContactForm }) => ContactForm))
const QueueHint = lazy(() => import('./queue-hint.tsx').then(({ QueueHint }) => QueueHint))

/** Who has answered so recently is there, whatever the hours say; so the server sees it. */
const atHandMs = 30 * 60_000

const isJustAnswered = ({ senderType, createdAt }: DeskMessage) =>
  senderType === 'AGENT' && Date.now() - Date.parse(createdAt) < atHandMs

/** One conversation: with whom, what was said, and what is to be said. */
export function Conversation({ onClose }: { onClose: () => void }) {
  const widget = useWidget()
  const texts = useTexts()
  const { current, settings, config } = widget
  const isRefused = widget.session.isRefused.value
  const agent = current.value?.conversation.agent
  const name = agent?.name ?? settings.value.title ?? config.value?.workspace.name ?? texts.team
  const status = current.value?.conversation.status
  const asks = widget.contact.questions.value

  return (
    <main class="conversation">
      <header class="bar">
        <button
          type="button"
          class="round"
          aria-label={texts.back}
          onClick={() => {
            widget.view.value = { name: 'home' }
          }}
        >
          <Icon name="back" />
        </button>
        <Avatar name={name} url={agent?.avatarUrl ?? null} />
        <div class="who">
          <h1 tabIndex={-1} data-autofocus>
            <bdi>{name}</bdi>
          </h1>
          <Presence online={texts.online} isHere={current.value?.messages.some(isJustAnswered)} />
        </div>
        <button type="button" class="round" aria-label={texts.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {widget.view.value.name === 'gone' ? (
        <Gone />
      ) : asks && !isRefused ? (
        <ContactForm fields={asks} />
      ) : (
        <>
          <MessageList>
            {status === 'WAITING' && <QueueHint />}
            {status === 'CLOSED' && !isRefused && <Closed />}
          </MessageList>
          {!isRefused && <Composer />}
        </>
      )}
    </main>
  )
}

/** In the place of a conversation that was deleted while it was shown. */
function Gone() {
  const widget = useWidget()
  const texts = useTexts()
  return (
    <div class="gone">
      <p role="alert">{texts.isGone}</p>
      {!widget.session.isRefused.value && (
        <button type="button" class="button" onClick={() => widget.show({ name: 'conversation', id: undefined })}>
          {texts.newConversation}
        </button>
      )}
    </div>
  )
}
