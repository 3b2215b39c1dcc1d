import { type ComponentProps, type ReactNode, useId } from 'react'
import fields from './field.module.css'
import styles from './switch.module.css'

interface SwitchProps extends Omit<ComponentProps<'input'>, 'onChange'> {
  label: string
  checked: boolean
  /** Without its label beside it, which is read all the same. */
  isBare?: boolean
  hint?: ReactNode
  onChange: (isOn: boolean) => void
}

/** Turns something on or off at once. */
export function Switch({ label, isBare, hint, checked, onChange, ...input }: SwitchProps) {
  const id = useId()
  const control = (
    <input
      type="checkbox"
      role="switch"
      checked={checked}
      aria-checked={checked}
      id={id}
      className={styles.switch}
      aria-label={isBare ? label : undefined}
      aria-describedby={hint ? `${id}-hint` : undefined}
      onChange={(event) => onChange(event.currentTarget.checked)}
      {...input}
    />
  )
  if (isBare) return control
  return (
    <div className={styles.line}>
      {control}
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p className={fields.hint} id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
