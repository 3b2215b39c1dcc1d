import { useEffect } from 'react'
import { Value } from '../store/value.ts'
import { useValue } from '../ui/use-value.ts'
import unreadIcon from './unread.svg'
import { useTopic } from './workspace-provider.tsx'

/** How many visitors wait for this agent, or for anybody; the desk counts them. */
export const deskMark = new Value(0)

const screenTitle = new Value('')

/** Names the screen that is shown, in the tab’s title; where a screen is within another, one of them does. */
export function useScreenTitle(title: string | undefined): void {
  useEffect(() => {
    if (title === undefined) return
    screenTitle.set(title)
    return () => {
      // The next screen may have said what it is already.
      if (screenTitle.value === title) screenTitle.set('')
    }
  }, [title])
}

/**
 * The tab says which screen of which workspace it shows, how often one is mentioned and how many visitors wait, or that
 * something is unread, and so does its icon.
 */
export function TabTitle({ workspaceName }: { workspaceName: string }): null {
  const mentions = useTopic('unread', ({ unread }) => unread.mentions)
  const hasUnread = useTopic('unread', ({ unread }) => unread.hasAny)
  const screen = useValue(screenTitle)
  const count = mentions + useValue(deskMark)
  const mark = count > 0 ? `(${count}) ` : hasUnread ? '• ' : ''
  const name = [screen, workspaceName, 'Parley'].filter(Boolean).join(' · ')
  useEffect(() => {
    document.title = mark + name
  }, [mark, name])
  const hasMark = mark !== ''
  useEffect(() => {
    if (!hasMark) return
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')!
    const { href } = icon
    icon.href = unreadIcon
    return () => {
      icon.href = href
    }
  }, [hasMark])
  return null
}
