import { useEffect } from 'preact/hooks'
import { useLanguage, useTexts, useWidget } from './context.ts'
import { Icon } from './icons.tsx'
import { lazy } from './lazy.tsx'
import { formatOpening } from './time.ts'

const Past = lazy(() => import('./past.tsx').then(({ Past }) => Past))

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
        {threads.length > 0 && <Past threads={threads} />}
      </div>
    </main>
  )
}

/** Whether somebody is there to answer, or else when. */
export function Presence({ online, isHere }: { online: string; isHere?: boolean | undefined }) {
  const { isOnline, hours } = useWidget().desk
  const texts = useTexts()
  const language = useLanguage()
  const opensAt = hours.value?.opensAt
  const away = opensAt ? texts.backAt(formatOpening(opensAt, language)) : texts.offline
  const is = isHere || isOnline.value
  return <span class={is ? 'presence online' : 'presence'}>{is ? online : away}</span>
}
