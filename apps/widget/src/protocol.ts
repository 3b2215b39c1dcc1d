// What the loader, in the company's page, and the frame, in an origin of its own, say to each other by a channel.

/** Who the visitor is to the page. Only with `hash` is `externalId` proven; the rest is their own claim. */
export interface Identity {
  name?: string
  email?: string
  phone?: string
  externalId?: string
  hash?: string
  attributes?: Record<string, string | number | boolean | null>
}

/** The page that the widget is on. */
export interface HostPage {
  url: string
  title: string
  referrer: string
}

/** What the page keeps of its visitor, for its other pages and tabs. */
export interface KeptVisitor {
  id: string
  token: string
}

/** How the launcher looks, which the frame decides from the company's settings. */
export interface LauncherStyle {
  fill: string
  onFill: string
  side: 'left' | 'right'
  openLabel: string
  closeLabel: string
  /** The frame's name for screen readers. */
  title: string
}

export type ToFrame =
  | {
      type: 'start'
      visitor: KeptVisitor | null
      page: HostPage
      user: Identity | null
      isOpen: boolean
      /** Of the frame that this one takes the place of, in the same page. */
      kept: unknown
      /** What the frame of the page before had kept, in this tab. */
      saved?: string | null
      /** Whether the loader says whose turn it is to begin; older ones do not. */
      hasTurns?: true
    }
  | { type: 'opened' }
  | { type: 'closed' }
  | { type: 'page'; page: HostPage }
  | { type: 'identify'; user: Identity }
  /** Another tab has begun or resumed the visitor's session; null from an older loader, where it has ended it. */
  | { type: 'visitor'; visitor: KeptVisitor | null }
  /** The frame may begin now: as this visitor, if another tab has begun before. */
  | { type: 'turn'; visitor: KeptVisitor | null }

export type ToHost =
  | { type: 'ready'; launcher: LauncherStyle }
  | { type: 'open' }
  | { type: 'close' }
  | { type: 'visitor'; visitor: KeptVisitor }
  /** A session is to begin that has no visitor yet, which one tab does at a time; and it has, or has failed to. */
  | { type: 'begin' }
  | { type: 'begun' }
  /** What is written and not sent, for the frame of the next page; null where there is nothing. */
  | { type: 'save'; text: string | null }
  | { type: 'unread'; count: number; label: string }
  /** A greeting that nobody has asked for, beside the launcher; null takes it away. */
  | { type: 'greet'; text: string | null; dismissLabel: string }
  | { type: 'message'; sender: 'agent' | 'visitor' }
  /** The page's ticket has expired: load the frame again, and give it this when it starts. */
  | { type: 'reload'; kept: unknown }

/** What is done with each message, by its type. */
export type Receivers<M extends { type: string }> = { [T in M['type']]: (message: Extract<M, { type: T }>) => void }

/** Does with a message what is to be done with its type; those of a newer version are nothing. */
export function receive<M extends { type: string }>(receivers: Receivers<M>, message: M): void {
  const receiver = receivers[message.type as M['type']] as ((message: M) => void) | undefined
  receiver?.(message)
}

/** What the loader sends with the channel's port, so that a frame takes no other message for it. */
export const handshake = 'parley:connect'
