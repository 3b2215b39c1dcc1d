import { createContext, useContext } from 'react'

/** What whoever looks at a channel may do in it, and how its threads and messages are reached. */
export interface ChannelView {
  channelId: string
  /** Whether they can write, react and pin: a member of what is not archived. */
  canWrite: boolean
  /** Whether they may delete what others wrote. */
  isAdmin: boolean
  openThread(rootId: string): void
  editing: Editing | undefined
  edit(editing: Editing | undefined): void
}

/** The message that is being edited, where it is: a thread’s root is in its channel as well. */
export interface Editing {
  messageId: string
  isInThread: boolean
}

export const ChannelViewContext = createContext<ChannelView | undefined>(undefined)

export function useChannelView(): ChannelView {
  const view = useContext(ChannelViewContext)
  if (!view) throw new Error('There is no channel here.')
  return view
}
