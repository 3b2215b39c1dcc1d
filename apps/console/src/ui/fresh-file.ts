import type { Attachment } from '@parley/client/index'
import type { MouseEvent } from 'react'
import { useAttempt } from './forms.ts'

/**
 * Opens a file, of those that `refresh` asks for anew: the URL of its link may have expired since it was drawn, or have died
 * with somebody’s membership.
 */
export function useFreshFile(refresh: () => Promise<readonly Attachment[]>) {
  const attempt = useAttempt()
  return (event: MouseEvent<HTMLAnchorElement>, id: string): void => {
    event.preventDefault()
    // As its link opens it: in another tab, or as a download.
    const link = event.currentTarget.cloneNode() as HTMLAnchorElement
    void attempt(async () => {
      const file = (await refresh()).find((each) => each.id === id)
      if (file) link.href = file.url
      link.click()
    })
  }
}
