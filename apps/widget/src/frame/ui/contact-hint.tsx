import { useState } from 'preact/hooks'
import type { Refusal } from '../model/outbox.ts'
import { useTexts, useWidget } from './context.ts'
import './form-styles.ts'
import { Refused } from './problem.tsx'

/** Asks for an address once a visitor has written and nobody is there: an answer then comes by mail. */
export function ContactHint() {
  const widget = useWidget()
  const texts = useTexts()
  const [refusal, setRefusal] = useState<Refusal>()
  const saved = widget.session.current.value?.visitor.email
  if (saved)
    return (
      <p class="system" role="status">
        {texts.emailSaved(saved)}
      </p>
    )

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const email = String(new FormData(event.currentTarget as HTMLFormElement).get('email'))
    await widget.contact.introduce({ email })
  }
  return (
    <form class="card hint" onSubmit={(event) => void submit(event).catch(setRefusal)}>
      <label>
        <span>{texts.leaveEmail}</span>
        <input type="email" name="email" required maxLength={254} autocomplete="email" placeholder={texts.email} />
      </label>
      <Refused refusal={refusal} />
      <button type="submit" class="button">
        {texts.save}
      </button>
    </form>
  )
}
