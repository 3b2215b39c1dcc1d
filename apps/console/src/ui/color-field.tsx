import { useTexts } from '../i18n/language.ts'
import styles from './color-field.module.css'
import { TextField } from './field.tsx'
import { uiTexts } from './texts/index.ts'

interface ColorFieldProps {
  label: string
  hint?: string
  /** In hex; while it is typed, it may not be one yet. */
  value: string
  problem?: string | undefined
  onChange: (color: string) => void
}

const isColor = (text: string) => /^#[\da-f]{6}$/i.test(text)

/** A colour, picked or typed. */
export function ColorField({ label, hint, value, problem, onChange }: ColorFieldProps) {
  const { pick } = useTexts(uiTexts)
  return (
    <div className={styles.field}>
      <TextField
        label={label}
        hint={hint}
        problem={problem}
        value={value}
        required
        pattern="#[0-9a-fA-F]{6}"
        placeholder="#2f5d50"
        spellCheck={false}
        autoComplete="off"
        dir="ltr"
        onChange={(event) => onChange(event.currentTarget.value.trim())}
      />
      <input
        className={styles.picker}
        type="color"
        aria-label={pick(label)}
        value={isColor(value) ? value : '#000000'}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  )
}
