import { type ComponentProps, type ReactNode, useId } from 'react'
import styles from './field.module.css'

interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  /** What the server says is wrong with it. */
  problem?: string | undefined
}

interface Described {
  id: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

function Field({ label, hint, problem, children }: FieldProps & { children: (described: Described) => ReactNode }) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ')
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-invalid': problem !== undefined, 'aria-describedby': describedBy || undefined })}
      {hint && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className={styles.problem} id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

export const TextField = ({ label, hint, problem, ...input }: FieldProps & ComponentProps<'input'>) => (
  <Field label={label} hint={hint} problem={problem}>
    {(described) => <input className={styles.input} {...described} {...input} />}
  </Field>
)

export const TextArea = ({ label, hint, problem, ...input }: FieldProps & ComponentProps<'textarea'>) => (
  <Field label={label} hint={hint} problem={problem}>
    {(described) => <textarea className={styles.input} dir="auto" {...described} {...input} />}
  </Field>
)

export const SelectField = ({ label, hint, problem, children, ...input }: FieldProps & ComponentProps<'select'>) => (
  <Field label={label} hint={hint} problem={problem}>
    {(described) => (
      <select className={styles.input} {...described} {...input}>
        {children}
      </select>
    )}
  </Field>
)

/** A list to choose from that is labelled by what stands around it. */
export const Select = (input: ComponentProps<'select'> & { 'aria-label': string }) => (
  <select className={`${styles.input} ${styles.inline}`} {...input} />
)

/** A box to tick, with what it means beside it. */
export function CheckField({ label, hint, ...input }: Omit<FieldProps, 'problem'> & ComponentProps<'input'>) {
  const id = useId()
  return (
    <div className={styles.check}>
      <input type="checkbox" id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...input} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p className={styles.hint} id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
