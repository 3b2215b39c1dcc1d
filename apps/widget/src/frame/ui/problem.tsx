import type { Refusal } from '../model/outbox.ts'
import { useTexts } from './context.ts'
import { reasonOf } from './refusals.ts'

/** What is wrong with what was entered, said at once. */
export const Problem = ({ text }: { text: string | undefined }) =>
  text === undefined ? null : (
    <p class="problem" role="alert">
      {text}
    </p>
  )

/** Why a form was refused. */
export function Refused({ refusal }: { refusal: Refusal | undefined }) {
  const texts = useTexts()
  return <Problem text={refusal && reasonOf(refusal, texts)} />
}
