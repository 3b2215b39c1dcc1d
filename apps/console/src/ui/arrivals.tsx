import { useEffect, useState } from 'react'
import { useTexts } from '../i18n/language.ts'
import { uiTexts } from './texts/index.ts'

/** What arrives within so long is said together. */
const gatherMs = 1_000

interface ArrivalsProps {
  /** Calls back with the author of each message that arrives; returns how to stop. The same function until that changes. */
  watch: (arrive: (author: string) => void) => () => void
}

/** Says to screen readers, when they have finished, that messages have arrived in what is open. */
export function Arrivals({ watch }: ArrivalsProps) {
  const texts = useTexts(uiTexts)
  const [arrived, setArrived] = useState<{ at: number; authors: readonly string[] }>()
  useEffect(() => {
    let authors: string[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = watch((author) => {
      authors.push(author)
      timer ??= setTimeout(() => {
        setArrived({ at: Date.now(), authors })
        authors = []
        timer = undefined
      }, gatherMs)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [watch])
  const [only, ...others] = arrived?.authors ?? []
  return (
    <p className="unseen" aria-live="polite">
      {/* The same words are another element, or they would not be said again. */}
      {only !== undefined && (
        <span key={arrived!.at}>{others.length > 0 ? texts.arrivals(others.length + 1) : texts.arrivalFrom(only)}</span>
      )}
    </p>
  )
}
