import type { FormEvent, ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import { Problem } from './form.tsx'
import styles from './parts.module.css'

interface FormDialogProps {
  title: string
  about?: ReactNode
  /** What its button says; `Save` otherwise. */
  action?: string
  problem: string | undefined
  isBusy: boolean
  onSubmit: (form: FormData) => void
  onClose: () => void
  children: ReactNode
}

/** Fields in a dialog, with what is wrong with them as a whole, and a button that sends them. */
export function FormDialog({ title, about, action, problem, isBusy, onSubmit, onClose, children }: FormDialogProps) {
  const { cancel, save } = useTexts(uiTexts)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSubmit(new FormData(event.currentTarget))
  }
  return (
    <Dialog title={title} about={about} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        {children}
        <Problem text={problem} />
        <DialogActions>
          <Button onClick={onClose}>{cancel}</Button>
          <Button kind="main" type="submit" isBusy={isBusy}>
            {action ?? save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
