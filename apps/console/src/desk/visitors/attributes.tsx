import type { Attribute, Visitor } from '@parley/client/index'
import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../../i18n/language.ts'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useDesk } from '../use-desk.ts'
import styles from './profile.module.css'
import { visitorTexts } from './texts/index.ts'

type Values = Visitor['attributes']
type Value = Values[string] | null

interface AttributesProps {
  values: Values
  onChange: (changed: Record<string, Value>) => Promise<boolean>
}

/** What the company itself keeps of its visitors. */
export function Attributes({ values, onChange }: AttributesProps) {
  const texts = useTexts(visitorTexts)
  const { calls } = useDesk()
  const { data = [] } = useQuery({ queryKey: ['desk', 'attributes'], queryFn: calls.attributes })
  if (data.length === 0) return null
  return (
    <section className={styles.section} aria-label={texts.attributes}>
      <h4 className={styles.title}>{texts.attributes}</h4>
      {data.map((attribute) => (
        <AttributeField
          key={attribute.id}
          attribute={attribute}
          value={values[attribute.key] ?? null}
          onChange={(value) => void onChange({ [attribute.key]: value })}
        />
      ))}
    </section>
  )
}

interface AttributeFieldProps {
  attribute: Attribute
  value: Value
  onChange: (value: Value) => void
}

function AttributeField({ attribute: { label, type, choices }, value, onChange }: AttributeFieldProps) {
  const texts = useTexts(visitorTexts)
  if (type === 'boolean' || type === 'choice') {
    const options =
      type === 'choice'
        ? choices.map((choice) => [choice, choice])
        : [
            ['true', texts.yes],
            ['false', texts.no],
          ]
    const chosen = (text: string) => (text === '' ? null : type === 'boolean' ? text === 'true' : text)
    return (
      <SelectField
        label={label}
        value={value === null ? '' : String(value)}
        onChange={(event) => onChange(chosen(event.target.value))}
      >
        <option value="">{texts.notSet}</option>
        {options.map(([name, shown]) => (
          <option key={name} value={name}>
            {shown}
          </option>
        ))}
      </SelectField>
    )
  }
  const before = value === null ? '' : String(value)
  return (
    <TextField
      key={before}
      label={label}
      type={type === 'text' ? 'text' : type}
      step={type === 'number' ? 'any' : undefined}
      placeholder={texts.notSet}
      defaultValue={before}
      onBlur={(event) => {
        const text = event.target.value.trim()
        if (text !== before) onChange(text === '' ? null : type === 'number' ? Number(text) : text)
      }}
    />
  )
}
