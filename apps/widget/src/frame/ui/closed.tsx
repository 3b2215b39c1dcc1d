import { useWidget } from './context.ts'
import './form-styles.ts'
import { Rating } from './rating.tsx'
import { Transcript } from './transcript.tsx'

/** What follows a conversation that is closed: how it was, and a copy of it if somebody has answered. */
export function Closed() {
  const { messages } = useWidget().current.value!
  return (
    <>
      <Rating />
      {messages.some(({ senderType }) => senderType === 'AGENT') && <Transcript />}
    </>
  )
}
