import { useTexts } from '../i18n/language.ts'
import { Button } from './button.tsx'
import { hasNewVersion } from './new-version.ts'
import { uiTexts } from './texts/index.ts'
import styles from './toasts.module.css'
import { useValue } from './use-value.ts'

/** Offers the newer version of the page; drafts and what waits to be sent are kept. */
export function NewVersion() {
  const texts = useTexts(uiTexts)
  if (!useValue(hasNewVersion)) return null
  return (
    <div className={styles.version} role="alert">
      {texts.newVersion}
      <Button kind="main" onClick={() => location.reload()}>
        {texts.reload}
      </Button>
    </div>
  )
}
