import { useEffect } from 'react'
import unreadIcon from './unread.svg'
import { useTopic } from './workspace-provider.tsx'

/** The tab says how often one is mentioned, or that something is unread, and so does its icon. */
export function useTabTitle(workspaceName: string): void {
  const mark = useTopic('unread', ({ unread }) =>
    unread.mentions > 0 ? `(${unread.mentions}) ` : unread.hasAny ? '• ' : '',
  )
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
