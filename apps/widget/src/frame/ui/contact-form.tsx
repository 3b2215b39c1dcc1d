import type { WidgetSettings } from '@parley/contracts/desk/widget-settings'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Refusal } from '../model/outbox.ts'
import { useTexts, useWidget } from './context.ts'
import './form-styles.ts'
import { Refused } from './problem.tsx'

export type Question = NonNullable<NonNullable<WidgetSettings['preChat']>[number]>

const inputs = {
  name: { type: 'text', autocomplete: 'name', maxLength: 100 },
  email: { type: 'email', autocomplete: 'email', maxLength: 254 },
  phone: { type: 'tel', autocomplete: 'tel', maxLength: 50 },
} as const

/** What a visitor is asked for before their first message. */
export function ContactForm({ fields }: { fields: readonly Question[] }) {
  const widget = useWidget()
  const texts = useTexts()
  const form = useRef<HTMLFormElement>(null)
  const [refusal, setRefusal] = useState<Refusal>()

  useEffect(() => form.current?.querySelector('input')?.focus(), [])

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const given = new FormData(event.currentTarget as HTMLFormElement)
    const contact = Object.fromEntries([...given].filter(([, value]) => String(value).trim() !== ''))
    await widget.contact.introduce(contact as Record<string, string>)
  }
  return (
    <form ref={form} class="contact" onSubmit={(event) => void submit(event).catch(setRefusal)}>
      <h2>{texts.introduce}</h2>
      {!widget.desk.isOnline.value && <p class="lead">{texts.offlineReply}</p>}
      {fields.map(({ field, isRequired }) => (
        <label key={field}>
          <span>
            {texts[field]} {!isRequired && <small>({texts.optional})</small>}
          </span>
          <input name={field} required={isRequired} {...inputs[field]} />
        </label>
      ))}
      <Refused refusal={refusal} />
      <button type="submit" class="button">
        {texts.start}
      </button>
    </form>
  )
}
