import { useState } from 'preact/hooks'
import { useTexts, useWidget } from './context.ts'

/** Asks for an address once a visitor has written and nobody is there: an answer then comes by mail. */
export function ContactHint() {
  const widget = useWidget()
  const texts = useTexts()
  const [problem, setProblem] = useState<string>()
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
    await widget.introduce({ email })
  }
  return (
    <form class="card hint" onSubmit={(event) => void submit(event).catch((error: Error) => setProblem(error.message))}>
      <label>
        <span>{texts.leaveEmail}</span>
        <input type="email" name="email" required maxLength={254} autocomplete="email" placeholder={texts.email} />
      </label>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" class="button">
        {texts.save}
      </button>
    </form>
  )
}
