import { useState } from 'preact/hooks'
import type { Refusal } from '../model/outbox.ts'
import { useTexts, useWidget } from './context.ts'
import { Refused } from './problem.tsx'

/** Has a conversation that is closed mailed to the visitor, who says where to if that is not known. */
export function Transcript() {
  const widget = useWidget()
  const texts = useTexts()
  const { id } = widget.current.value!.conversation
  const known = widget.session.current.value?.visitor.email
  const [outcome, setOutcome] = useState<{ sentTo?: string; refusal?: Refusal; isBusy?: true }>({})
  const { sentTo, refusal, isBusy } = outcome
  if (sentTo)
    return (
      <p class="system" role="status">
        {texts.transcriptSent(sentTo)}
      </p>
    )

  const submit = async (form: HTMLFormElement) => {
    const email = known ?? String(new FormData(form).get('email'))
    if (!known) await widget.contact.introduce({ email })
    await widget.api.visitor.mailTranscript({ conversationId: id })
    setOutcome({ sentTo: email })
  }
  return (
    <form
      class="card hint"
      onSubmit={(event) => {
        event.preventDefault()
        setOutcome({ isBusy: true })
        submit(event.currentTarget).catch((refusal: Refusal) => setOutcome({ refusal }))
      }}
    >
      {!known && (
        <label>
          <span>{texts.email}</span>
          <input type="email" name="email" required maxLength={254} autocomplete="email" />
        </label>
      )}
      <Refused refusal={refusal} />
      <button type="submit" class="button" disabled={isBusy ?? false}>
        {texts.transcript}
      </button>
    </form>
  )
}
