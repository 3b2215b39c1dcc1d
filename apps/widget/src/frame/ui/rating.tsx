import { useState } from 'preact/hooks'
import type { Refusal } from '../model/outbox.ts'
import { useTexts, useWidget } from './context.ts'
import { Refused } from './problem.tsx'

const faces = ['😞', '🙁', '😐', '🙂', '😍']

/** Asks how it was, once a conversation is closed. */
export function Rating() {
  const widget = useWidget()
  const texts = useTexts()
  const { id, rating } = widget.current.value!.conversation
  const [score, setScore] = useState<number>()
  const [comment, setComment] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  if (rating !== null)
    return (
      <p class="system" role="status">
        {faces[rating - 1]} {texts.thanks}
      </p>
    )

  const submit = async (event: Event) => {
    event.preventDefault()
    if (score === undefined) return
    setIsBusy(true)
    await widget.rate(id, score, comment.trim() || null).finally(() => setIsBusy(false))
  }
  return (
    <form class="card rating" onSubmit={(event) => void submit(event).catch(setRefusal)}>
      <fieldset>
        <legend>{texts.rateQuestion}</legend>
        <div class="faces">
          {faces.map((face, index) => (
            <label key={face} title={texts.rate(index + 1)}>
              <input
                type="radio"
                name="score"
                class="unseen"
                checked={score === index + 1}
                onChange={() => setScore(index + 1)}
              />
              <span aria-hidden="true">{face}</span>
              <span class="unseen">{texts.rate(index + 1)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {score !== undefined && (
        <>
          <textarea
            rows={2}
            dir="auto"
            maxLength={2_000}
            aria-label={texts.comment}
            placeholder={texts.comment}
            value={comment}
            onInput={({ currentTarget }) => setComment(currentTarget.value)}
          />
          <Refused refusal={refusal} />
          <button type="submit" class="button" disabled={isBusy}>
            {texts.submit}
          </button>
        </>
      )}
    </form>
  )
}
