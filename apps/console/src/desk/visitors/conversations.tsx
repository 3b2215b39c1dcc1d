import { Link } from 'wouter'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import styles from './profile.module.css'
import { visitorTexts } from './texts/index.ts'
import { useConversationsOf } from './use-conversations-of.ts'

/** The other conversations of a visitor. */
export function Conversations({ visitorId, exceptId }: { visitorId: string; exceptId: string | undefined }) {
  const texts = useTexts(visitorTexts)
  const dates = useDates()
  const { data } = useConversationsOf(visitorId)
  const others = data?.filter(({ id }) => id !== exceptId)
  return (
    <section className={styles.section} aria-label={texts.theirConversations}>
      <h4 className={styles.title}>{texts.pastConversations}</h4>
      {others?.length === 0 && <p className={styles.none}>{texts.noOtherConversations}</p>}
      <ul>
        {others?.map(({ id, lastMessage, status, updatedAt, rating }) => (
          <li key={id}>
            <Link href={`/${status === 'CLOSED' ? 'closed' : 'all'}/${id}`} className={styles.conversation}>
              <span className={styles.clipped} dir="auto">
                {lastMessage?.content || texts.statuses[status]}
              </span>
              <span className={styles.when}>
                {[texts.statuses[status], dates.short(updatedAt), rating !== null && texts.rated(rating)]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
