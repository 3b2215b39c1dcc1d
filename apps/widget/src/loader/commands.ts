import type { Identity } from '../protocol.ts'

/** The events that a page may listen to, with their data. */
export interface ParleyEvents {
  ready: undefined
  open: undefined
  close: undefined
  /** How many of the agents' messages the visitor has not seen. */
  unread: number
  message: { sender: 'agent' | 'visitor' }
}

export type Emit = <N extends keyof ParleyEvents>(name: N, data: ParleyEvents[N]) => void

/** The commands that a widget takes. */
export interface Widget {
  open(): void
  close(): void
  identify(user: Identity): void
  reset(): void
}

type Handler = (data: never) => void
type Command = keyof Widget | 'on'

/** `window.Parley`: `Parley('open')` and `Parley.open()` are the same. */
export interface ParleyGlobal extends Widget {
  (command: Command, ...args: unknown[]): void
  on<N extends keyof ParleyEvents>(name: N, handler: (data: ParleyEvents[N]) => void): void
  isLoaded?: true
  /** The calls of a page that came before the script, where it made `window.Parley` a function that keeps them. */
  q?: ArrayLike<unknown>[]
}

/**
 * The page's handle on its widget. Commands that are given before the widget is there are kept and then carried out.
 *
 * @param earlier what the page has put in place of `window.Parley`, with the calls it has kept
 */
export function createCommands(earlier: ParleyGlobal | undefined) {
  const handlers: [name: string, handler: Handler][] = []
  const waiting: ((widget: Widget) => void)[] = []
  let widget: Widget | undefined

  const emit: Emit = (name, data) => {
    for (const [wanted, handler] of handlers) if (wanted === name) handler(data as never)
  }
  const run = (work: (widget: Widget) => void) => {
    if (widget) work(widget)
    else waiting.push(work)
  }

  const methods = {
    open: () => run((it) => it.open()),
    close: () => run((it) => it.close()),
    identify: (user: Identity) => run((it) => it.identify(user)),
    reset: () => run((it) => it.reset()),
    on: (name: string, handler: Handler) => {
      handlers.push([name, handler])
    },
  }
  const call = (command: Command, ...args: unknown[]) => {
    const method = methods[command] as ((...given: unknown[]) => void) | undefined
    if (method) method(...args)
    else console.error(`Parley: there is no command ${command}.`)
  }
  const global = Object.assign(call, methods, { isLoaded: true as const }) as ParleyGlobal
  for (const args of earlier?.q ?? []) call(...(Array.from(args) as [Command]))

  return {
    global,
    emit,
    connect(started: Widget): void {
      widget = started
      for (const work of waiting.splice(0)) work(started)
    },
  }
}
