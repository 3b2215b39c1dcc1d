import { ParleyError } from '@parley/client/parley-error'
import { Ban, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { adminTexts } from '../texts/index.ts'
import type { Asked } from './asked.ts'
import styles from './parts.module.css'

interface LoadedProps<T> {
  of: Asked<T>
  children: (data: T) => ReactNode
}

/** Draws what was asked for once it is there; until then, or where it does not come, says so. */
export function Loaded<T>({ of: { data, error, refetch }, children }: LoadedProps<T>) {
  if (data !== undefined) return children(data)
  if (error instanceof ParleyError && error.status === 403) return <NotPermitted />
  if (error instanceof ParleyError && error.status === 404) return <Missing />
  if (error) return <FailedState onRetry={() => void refetch()} />
  return <Skeleton />
}

/** What stands where somebody may not look. */
export function NotPermitted() {
  const texts = useTexts(adminTexts)
  return <EmptyState icon={Ban} title={texts.notPermitted} about={texts.notPermittedAbout} />
}

/** What stands in the place of something that is not there, or not any more. */
export function Missing() {
  const texts = useTexts(adminTexts)
  return <EmptyState icon={SearchX} title={texts.missing} about={texts.missingAbout} />
}

/** Asks for the next page of a list, where there is one. */
export function More({ of }: { of: { isBusy: boolean; load: () => void } | undefined }) {
  const texts = useTexts(uiTexts)
  if (!of) return null
  return (
    <Button className={styles.more} isBusy={of.isBusy} onClick={of.load}>
      {texts.loadMore}
    </Button>
  )
}
