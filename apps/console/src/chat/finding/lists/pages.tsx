import type { ReactNode } from 'react'
import { useTexts } from '../../../i18n/language.ts'
import { Button } from '../../../ui/button.tsx'
import { FailedState, Skeleton } from '../../../ui/states.tsx'
import { uiTexts } from '../../../ui/texts/index.ts'
import styles from './lists.module.css'

interface PagesProps {
  pages: {
    isPending: boolean
    isError: boolean
    hasNextPage: boolean
    isFetchingNextPage: boolean
    refetch: () => unknown
    fetchNextPage: () => unknown
  }
  /** How many rows there are to show. */
  count: number
  empty: ReactNode
  children: ReactNode
}

/** The rows of what comes in pages, and whatever stands in their place. */
export function Pages({ pages, count, empty, children }: PagesProps) {
  const texts = useTexts(uiTexts)
  if (pages.isPending) return <Skeleton rows={8} />
  if (pages.isError && count === 0) return <FailedState onRetry={() => void pages.refetch()} />
  return (
    <>
      {count === 0 ? empty : <ul>{children}</ul>}
      {pages.hasNextPage && (
        <div className={styles.next}>
          <Button isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {texts.loadMore}
          </Button>
        </div>
      )}
    </>
  )
}
