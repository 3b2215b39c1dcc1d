import { useEffect } from 'react'
import { Value } from '../store/value.ts'
import { useValue } from '../ui/use-value.ts'
import unreadIcon from './unread.svg'
import { useTopic } from './workspace-provider.tsx'

/** How many visitors wait for this agent, or for anybody; the desk counts them. */
export const deskMark = new Value(0)

/** The tab says how often one is mentioned and how many visitors wait, or that something is unread, and so does its icon. */
export function useTabTitle(workspaceName: string): void {
  const mentions = useTopic('unread', ({ unread }) => unread.mentions)
  const hasUnread = useTopic('unread', ({ unread }) => unread.hasAny)
  const count = mentions + useValue(deskMark)
  const mark = count > 0 ? `(${count}) ` : hasUnread ? '• ' : ''
  useEffect(() => {
    document.title = `${mark}${workspaceName} · Parley`
  }, [mark, workspaceName])
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
}
