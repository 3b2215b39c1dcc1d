import { useTexts } from '../../i18n/language.ts'
import { deskTexts } from '../texts/index.ts'
import { useDeskTopic } from '../use-desk.ts'
import styles from './composer.module.css'

interface TypingLineProps {
  conversationId: string
  visitorId: string
  visitorName: string
}

/** Who is writing: the visitor, or a colleague. */
export function TypingLine({ conversationId, visitorId, visitorName }: TypingLineProps) {
  const texts = useTexts(deskTexts)
  const people = useDeskTopic(`desk:company:${conversationId}`, ({ company }) => company.in(conversationId, 'typing'))
  const names = people.map(({ id, name }) => (id === visitorId ? visitorName : (name ?? texts.formerAgent)))
  return (
    <p className={styles.below} role="status" dir="auto">
      {names.length > 0 && texts.typing(names)}
    </p>
  )
}
