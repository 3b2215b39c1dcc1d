import '@parley/design/tokens.css'
import '@parley/design/base.css'
import './style/frame.css'
import './style/home.css'
import './style/conversation.css'
import './style/composer.css'
import { computed, effect } from '@preact/signals'
import { render } from 'preact'
import { loadLanguage } from '../i18n/languages.ts'
import { readPage } from './api.ts'
import { awaitHost } from './host.ts'
import { createWidget } from './model/widget.ts'
import { applyTheme } from './theme.ts'
import { App } from './ui/app.tsx'
import { LanguageProvider, WidgetProvider } from './ui/context.ts'

/** A function, so that what is loaded later may import the entry while it still waits. */
async function start(): Promise<void> {
  const page = readPage()
  const host = await awaitHost()
  const announcer = document.getElementById('announcer')!
  const widget = createWidget({
    host,
    page,
    language: () => document.documentElement.lang,
    onArrival({ senderName, content }, isSeen) {
      announcer.textContent = [senderName, content].filter(Boolean).join(': ')
      if (!isSeen && widget.hasSound.value) void import('./sound.ts').then(({ chime }) => chime())
    },
  })
  const { isOpen, isVisible, settings } = widget

  document.addEventListener('visibilitychange', () => {
    isVisible.value = !document.hidden
  })
  window.addEventListener('online', () => widget.retrier.hurry())

  await widget.loadConfig()
  const [{ code, texts }, { fill, onFill }] = await Promise.all([
    loadLanguage(page.language, widget.config.value?.workspace.language),
    applyTheme(settings.value),
  ])
  const name = settings.value.title ?? widget.config.value?.workspace.name
  document.documentElement.lang = code
  document.title = name ? `${name}: ${texts.title}` : texts.title

  const greetings = settings.value.greetings ?? []
  const greeting = greetings.length > 0 ? await import('./model/greeting.ts').catch(() => undefined) : undefined
  const greeter = greeting?.createGreeter(greetings, (text) =>
    host.post({ type: 'greet', text, dismissLabel: texts.dismiss }),
  )
  const isTalking = computed(() => isOpen.value || widget.threads.list.value.length > 0)
  const visit = (url: string) => {
    if (!isTalking.value) greeter?.visit(url)
  }
  // Also where they have begun in another tab.
  effect(() => {
    if (isTalking.value) greeter?.stop()
  })

  host.receive({
    opened: () => widget.open(),
    closed() {
      isOpen.value = false
    },
    page(message) {
      widget.visit(message.page)
      visit(message.page.url)
    },
    identify: ({ user }) => void widget.identify(user),
    visitor: ({ visitor }) => void widget.follow(visitor).catch(() => {}),
  })

  render(
    <LanguageProvider value={{ code, texts }}>
      <WidgetProvider value={widget}>
        <App onClose={() => host.post({ type: 'close' })} />
      </WidgetProvider>
    </LanguageProvider>,
    document.getElementById('app')!,
  )

  host.post({
    type: 'ready',
    launcher: {
      fill,
      onFill,
      side: settings.value.side ?? 'right',
      openLabel: texts.open,
      closeLabel: texts.close,
      title: document.title,
    },
  })
  effect(() => {
    const count = widget.threads.unreadCount.value
    host.post({ type: 'unread', count, label: count > 0 ? texts.newMessages(count) : '' })
  })
  await widget.resume()
  if (isOpen.value) widget.showUnread()
  else visit(host.start.page.url)
}

void start()
