import type { FormEvent, ReactNode } from 'react'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { uiTexts } from '../../ui/texts/index.ts'
import styles from './parts.module.css'

interface FormProps {
  /** What is wrong with it as a whole. */
  problem?: string | undefined
  isBusy: boolean
  /** What its button says; `Save` otherwise. */
  action?: string
  /** Stands beside the button. */
  aside?: ReactNode
  onSubmit: (form: FormData) => void
  children: ReactNode
}

/** Fields, what is wrong with them, and the button that sends them. */
export function Form({ problem, isBusy, action, aside, onSubmit, children }: FormProps) {
  const texts = useTexts(uiTexts)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSubmit(new FormData(event.currentTarget))
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      {children}
      <Problem text={problem} />
      <div className={styles.foot}>
        <Button kind="main" type="submit" isBusy={isBusy}>
          {action ?? texts.save}
        </Button>
        {aside}
      </div>
    </form>
  )
}

/** What is wrong, as the server says it. */
export const Problem = ({ text }: { text: string | undefined }) =>
  text ? (
    <p className={styles.problem} role="alert">
      {text}
    </p>
  ) : null

/** A word about a row’s state. */
export const Badge = ({ tone, children }: { tone?: 'good' | 'warn' | 'bad'; children: ReactNode }) => (
  <span className={tone ? `${styles.badge} ${styles[tone]}` : styles.badge}>{children}</span>
)

/** What a text field holds, or undefined where that is nothing. */
export const textIn = (form: FormData, name: string): string | undefined =>
  String(form.get(name) ?? '').trim() || undefined
