import { useEffect, useState } from 'react'
import { useTexts } from '../i18n/language.ts'
import { Button } from '../ui/button.tsx'
import { useErrorText } from '../ui/error-text.ts'
import styles from './shell.module.css'
import { shellTexts } from './texts/index.ts'
import { useConnection } from './workspace-provider.tsx'

/** A connection that is lost for less is not worth a word. */
const patienceMs = 2_000

/** Says what the connection is like, unless all is well. */
export function ConnectionBanner() {
  const texts = useTexts(shellTexts)
  const errorText = useErrorText()
  const { status, why } = useConnection()
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    setLate(false)
    if (status === 'live') return
    const timer = setTimeout(() => setLate(true), patienceMs)
    return () => clearTimeout(timer)
  }, [status])
  if (status === 'closed')
    return (
      <div className={styles.connection} role="alert">
        {texts.connectionClosed(why ? errorText(why) : '')}{' '}
        <Button kind="quiet" onClick={() => location.reload()}>
          {texts.reload}
        </Button>
      </div>
    )
  if (!isLate) return null
  if (status === 'syncing') return <div className={styles.syncing} role="status" aria-label={texts.syncing} />
  return (
    <div className={styles.connection} role="status">
      {texts.reconnecting}
    </div>
  )
}
