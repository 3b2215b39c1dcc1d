import { handshake, type Receivers, receive, type ToFrame, type ToHost } from '../protocol.ts'

/** The page that the frame is in. */
export interface Host {
  /** How the page began: who is here, on which page. */
  start: Extract<ToFrame, { type: 'start' }>
  post(message: ToHost): void
  /** Receives every later message. */
  receive(receivers: Receivers<ToFrame>): void
}

/** Waits for the loader to send its end of the channel; nobody but the page around the frame can. */
export function awaitHost(): Promise<Host> {
  return new Promise((resolve) => {
    window.addEventListener('message', function meet({ source, data, ports: [port] }) {
      if (source !== window.parent || data !== handshake || !port) return
      window.removeEventListener('message', meet)
      port.onmessage = ({ data: start }: MessageEvent<Host['start']>) =>
        resolve({
          start,
          post: (message) => port.postMessage(message),
          receive(receivers) {
            port.onmessage = ({ data: message }: MessageEvent<ToFrame>) => receive(receivers, message)
          },
        })
    })
  })
}
