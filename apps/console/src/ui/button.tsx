import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import styles from './button.module.css'

type Kind = 'main' | 'plain' | 'quiet' | 'danger'

interface ButtonProps extends ComponentProps<'button'> {
  kind?: Kind
  /** It works on what it was pressed for: it can be seen, not pressed. */
  isBusy?: boolean
}

export function Button({ kind = 'plain', isBusy, className, disabled, ...rest }: ButtonProps) {
  const classes = [styles.button, styles[kind], className].filter(Boolean).join(' ')
  return <button type="button" className={classes} disabled={disabled || isBusy} aria-busy={isBusy} {...rest} />
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  icon: LucideIcon
  /** What it does, for whoever does not see it; shown when it is pointed at. */
  label: string
}

export function IconButton({ icon: Icon, label, kind = 'quiet', className, ...rest }: IconButtonProps) {
  const classes = [styles.icon, className].filter(Boolean).join(' ')
  return (
    <Button kind={kind} className={classes} aria-label={label} title={label} {...rest}>
      <Icon aria-hidden />
    </Button>
  )
}
