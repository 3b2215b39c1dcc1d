import { Star } from 'lucide-react'
import { useTexts } from '../../i18n/language.ts'
import type { DeskConversation } from '../../store/desk/conversations.ts'
import { deskTexts } from '../texts/index.ts'
import styles from './outcome.module.css'

const stars = [1, 2, 3, 4, 5]

/** How a conversation ended: what its visitor says of it, and what AI has found it to be. */
export function Outcome({ conversation }: { conversation: DeskConversation }) {
  const texts = useTexts(deskTexts)
  const { rating, ratingComment, status, analysis } = conversation
  const found = status === 'CLOSED' ? analysis : null
  if (rating === null && !found) return null
  return (
    <section className={styles.outcome} aria-label={texts.outcome}>
      {rating !== null && (
        <p className={styles.rating}>
          <span role="img" aria-label={texts.rated(rating)}>
            {stars.map((star) => (
              <Star key={star} className={star <= rating ? styles.full : undefined} aria-hidden />
            ))}
          </span>
          {ratingComment && <q dir="auto">{ratingComment}</q>}
        </p>
      )}
      {found && (
        <>
          <p dir="auto">{found.summary}</p>
          <p className={styles.about}>
            {[texts.outcomes[found.outcome], texts.sentiments[found.sentiment], ...found.topics].join(' · ')}
          </p>
        </>
      )}
    </section>
  )
}
