import { handshake, type KeptVisitor, type Receivers, receive, type ToFrame, type ToHost } from '../protocol.ts'

/** What the loader sends that is not for `takeTurn`. */
type Later = Receivers<Exclude<ToFrame, { type: 'start' | 'turn' }>>

/** The page that the frame is in. */
export interface Host {
  /** How the page began: who is here, on which page. */
  start: Extract<ToFrame, { type: 'start' }>
  post(message: ToHost): void
  /** Receives every later message, and those that have come meanwhile. */
  receive(receivers: Later): void
  /** Waits until this tab may begin a session; resolves with who has begun in another by then. */
  takeTurn(): Promise<KeptVisitor | null>
  endTurn(): void
}

/** Waits for the loader to send its end of the channel; nobody but the page around the frame can. */
export function awaitHost(): Promise<Host> {
  return new Promise((resolve) => {
    window.addEventListener('message', function meet({ source, data, ports: [port] }) {
      if (source !== window.parent || data !== handshake || !port) return
      window.removeEventListener('message', meet)
      port.onmessage = ({ data: start }: MessageEvent<Host['start']>) => resolve(hostAt(port, start))
    })
  })
}

function hostAt(port: MessagePort, start: Host['start']): Host {
  const waiting: ToFrame[] = []
  let receivers: Receivers<ToFrame> | undefined
  let onTurn = (_visitor: KeptVisitor | null) => {}
  const post = (message: ToHost) => port.postMessage(message)

  port.onmessage = ({ data: message }: MessageEvent<ToFrame>) => {
    if (message.type === 'turn') onTurn(message.visitor)
    else if (receivers) receive(receivers, message)
    else waiting.push(message)
  }
  return {
    start,
    post,
    receive(given) {
      receivers = { ...given, start() {}, turn() {} }
      for (const message of waiting.splice(0)) receive(receivers, message)
    },
    takeTurn() {
      if (!start.hasTurns) return Promise.resolve(null)
      return new Promise((resolve) => {
        onTurn = resolve
        post({ type: 'begin' })
      })
    },
    endTurn: () => post({ type: 'begun' }),
  }
}
