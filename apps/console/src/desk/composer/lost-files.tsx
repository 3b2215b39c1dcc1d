import { X } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import { IconButton } from '../../ui/button.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { deskTexts } from '../texts/index.ts'
import styles from './composer.module.css'

/** Which files a draft had before a reload, so that they can be chosen again. */
export function LostFiles({ names, onDismiss }: { names: readonly string[]; onDismiss: () => void }) {
  const texts = useTexts(deskTexts)
  const { close } = useTexts(uiTexts)
  return (
    <p className={styles.lost} role="status">
      <span>
        {texts.lostFiles} <bdi>{names.join(', ')}</bdi>
      </span>
      <IconButton icon={X} label={close} onClick={onDismiss} />
    </p>
  )
}
