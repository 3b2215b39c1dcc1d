import { useEffect } from 'react'
import { useTopic } from './workspace-provider.tsx'

/** The tab says how often one is mentioned, or that something is unread. */
export function useTabTitle(workspaceName: string): void {
  const mark = useTopic('unread', ({ unread }) =>
    unread.mentions > 0 ? `(${unread.mentions}) ` : unread.hasAny ? '• ' : '',
  )
  useEffect(() => {
    document.title = `${mark}${workspaceName} · Parley`
  }, [mark, workspaceName])
}
