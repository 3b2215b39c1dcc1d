import { handshake, type Identity, type Receivers, receive, type ToFrame, type ToHost } from '../protocol.ts'
import type { Emit, Widget } from './commands.ts'
import { createKeptVisitor } from './kept-visitor.ts'
import type { LoaderOptions } from './options.ts'
import { currentPage, onPageChange } from './page.ts'
import { createShell } from './shell.ts'

/** Puts the widget on the page: the launcher, and the frame that it opens. */
export function startWidget({ origin, key, language }: LoaderOptions, emit: Emit): Widget {
  const source = new URL('/widget/frame', origin)
  source.searchParams.set('key', key)
  if (language) source.searchParams.set('language', language)

  let port: MessagePort | undefined
  let user: Identity | null = null
  let isOpen = false
  let kept: unknown
  const post = (message: ToFrame) => port?.postMessage(message)
  const visitor = createKeptVisitor(key, (current) => post({ type: 'visitor', visitor: current }))
  const shell = createShell(source.href, {
    onLauncher: () => show(!isOpen),
    onGreeting: () => show(true),
    onLoad: connect,
  })

  /** The frame has loaded, for the first time or again: it gets the end of a new channel. */
  function connect(frame: Window): void {
    port?.close()
    const channel = new MessageChannel()
    port = channel.port1
    port.onmessage = ({ data }: MessageEvent<ToHost>) => receive(receivers, data)
    // Its origin is opaque, which nothing but `*` names; what is in the frame came from `source`.
    frame.postMessage(handshake, '*', [channel.port2])
    post({ type: 'start', visitor: visitor.get(), page: currentPage(), user, isOpen, kept })
  }

  const receivers: Receivers<ToHost> = {
    ready({ launcher }) {
      shell.style(launcher)
      emit('ready', undefined)
    },
    open: () => show(true),
    close: () => show(false),
    visitor: (message) => visitor.set(message.visitor),
    unread({ count, label }) {
      shell.showUnread(count, label)
      emit('unread', count)
    },
    greet: ({ text, dismissLabel }) => shell.greet(text, dismissLabel),
    message: ({ sender }) => emit('message', { sender }),
    reload(message) {
      kept = message.kept
      shell.reload()
    },
  }

  function show(wanted: boolean): void {
    if (wanted === isOpen) return
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
  }
}
