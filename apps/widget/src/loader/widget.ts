import { handshake, type Identity, type Receivers, receive, type ToFrame, type ToHost } from '../protocol.ts'
import type { Emit, Widget } from './commands.ts'
import { createSeenGreetings } from './greetings.ts'
import { createKeptVisitor } from './kept-visitor.ts'
import type { LoaderOptions } from './options.ts'
import { currentPage, onPageChange } from './page.ts'
import { createShell } from './shell.ts'
import { createSlot } from './slot.ts'
import { createTurns } from './turns.ts'

/** How long a frame that has loaded may take until it is ready, and after how long one that was is tried again. */
const silenceMs = 10_000
const againMs = 60_000

/** Puts the widget on the page: the launcher, and the frame that it opens. */
export function startWidget({ origin, key, language }: LoaderOptions, emit: Emit): Widget {
  const source = new URL('/widget/frame', origin)
  source.searchParams.set('key', key)
  if (language) source.searchParams.set('language', language)

  let port: MessagePort | undefined
  let user: Identity | null = null
  let isOpen = false
  let isReady = false
  let silence: ReturnType<typeof setTimeout> | undefined
  let greeting: string | null = null
  let kept: unknown
  const post = (message: ToFrame) => port?.postMessage(message)
  const visitor = createKeptVisitor(key, (current) =>
    current ? post({ type: 'visitor', visitor: current }) : forget(),
  )
  const turns = createTurns(`parley:${key}`)
  const seenGreetings = createSeenGreetings(key)
  /** Of this tab: two that write at once do not write the same. */
  const saved = createSlot(() => sessionStorage, `parley:${key}:unsent`)
  const shell = createShell(source.href, {
    onLauncher: () => show(!isOpen),
    onGreeting: () => show(true),
    onDismiss: endGreeting,
    onLoad: connect,
  })

  /** The frame has loaded, for the first time or again: it gets the end of a new channel. */
  function connect(frame: Window): void {
    disconnect()
    clearTimeout(silence)
    silence = setTimeout(onSilence, silenceMs)
    const channel = new MessageChannel()
    port = channel.port1
    port.onmessage = ({ data }: MessageEvent<ToHost>) => receive(receivers, data)
    // Its origin is opaque, which nothing but `*` names; what is in the frame came from `source`.
    frame.postMessage(handshake, '*', [channel.port2])
    post({
      type: 'start',
      visitor: visitor.get(),
      page: currentPage(),
      user,
      isOpen,
      kept,
      saved: saved.get(),
      hasTurns: true,
    })
  }

  const receivers: Receivers<ToHost> = {
    ready({ launcher }) {
      clearTimeout(silence)
      shell.style(launcher)
      if (!isReady) emit('ready', undefined)
      isReady = true
    },
    open: () => show(true),
    close: () => show(false),
    visitor: (message) => visitor.set(message.visitor),
    begin: () => turns.begin(() => post({ type: 'turn', visitor: visitor.get() })),
    begun: () => turns.end(),
    save: ({ text }) => saved.set(text),
    unread({ count, label }) {
      shell.showUnread(count, label)
      emit('unread', count)
    },
    greet({ text, dismissLabel }) {
      greeting = text !== null && seenGreetings.has(text) ? null : text
      shell.greet(greeting, dismissLabel)
    },
    message: ({ sender }) => emit('message', { sender }),
    reload(message) {
      kept = message.kept
      shell.reload()
    },
  }

  /** Its key is inactive by now, or Parley cannot be reached: such a page is not shown, and has no button to close it. */
  function onSilence(): void {
    show(false)
    shell.hide()
    if (isReady) silence = setTimeout(shell.reload, againMs)
  }

  /** It has been dismissed or answered. */
  function endGreeting(): void {
    if (greeting !== null) seenGreetings.add(greeting)
    greeting = null
    shell.greet(null, '')
  }

  function disconnect(): void {
    port?.close()
    port = undefined
    turns.end()
  }

  /** Nothing is known of who was here: the frame is loaded anew, so that nothing of theirs is left in it either. */
  function forget(): void {
    disconnect()
    user = null
    kept = undefined
    saved.set(null)
    greeting = null
    shell.greet(null, '')
    shell.showUnread(0, '')
    show(false)
    shell.reload()
  }

  function show(wanted: boolean): void {
    if (wanted === isOpen) return
    if (wanted) endGreeting()
    isOpen = wanted
    shell.show(isOpen)
    post({ type: isOpen ? 'opened' : 'closed' })
    emit(isOpen ? 'open' : 'close', undefined)
  }

  onPageChange(() => post({ type: 'page', page: currentPage() }))

  return {
    open: () => show(true),
    close: () => show(false),
    identify(given) {
      user = { ...given }
      post({ type: 'identify', user })
    },
    reset() {
      visitor.forget()
      seenGreetings.clear()
      forget()
    },
  }
}
