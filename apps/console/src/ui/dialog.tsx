import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/language.ts'
import { Button, IconButton } from './button.tsx'
import styles from './dialog.module.css'
import { useAttempt } from './forms.ts'
import { uiTexts } from './texts/index.ts'

interface DialogProps {
  title: ReactNode
  about?: ReactNode
  /** A CSS length. */
  width?: string
  onClose: () => void
  children: ReactNode
}

/** A dialog that is open as long as it is drawn. Focus goes into it, and back where it was. */
export function Dialog({ title, about, width, onClose, children }: DialogProps) {
  const texts = useTexts(uiTexts)
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.popup} style={{ ['--width' as string]: width }}>
          <header className={styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <IconButton icon={X} label={texts.close} onClick={onClose} />
          </header>
          {about && <Base.Description className={styles.about}>{about}</Base.Description>}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** A dialog without a head, for what is done in a moment: Esc or a click beside it closes it. */
export function BareDialog({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={`${styles.popup} ${styles.bare}`} aria-label={label}>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** The buttons at a dialog’s end, the one that is meant last. */
export const DialogActions = ({ children }: { children: ReactNode }) => <div className={styles.actions}>{children}</div>

interface ConfirmProps {
  title: ReactNode
  about?: ReactNode
  /** What is done, as a verb: `Delete`. */
  action: string
  isDangerous?: boolean
  /** Does it, and the dialog closes. It stays where that throws, which is said, and where it answers `false`. */
  onConfirm: () => Promise<unknown>
  onClose: () => void
  children?: ReactNode
}

/** Asks before something is done that cannot be undone. */
export function ConfirmDialog({ title, about, action, isDangerous, onConfirm, onClose, children }: ConfirmProps) {
  const texts = useTexts(uiTexts)
  const attempt = useAttempt()
  const [isBusy, setBusy] = useState(false)
  const confirm = async () => {
    setBusy(true)
    let isDone: unknown = false
    await attempt(async () => {
      isDone = await onConfirm()
    })
    if (isDone === false) setBusy(false)
    else onClose()
  }
  return (
    <Dialog title={title} about={about} onClose={onClose}>
      {children}
      <DialogActions>
        <Button onClick={onClose}>{texts.cancel}</Button>
        <Button kind={isDangerous ? 'danger' : 'main'} isBusy={isBusy} onClick={() => void confirm()}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
