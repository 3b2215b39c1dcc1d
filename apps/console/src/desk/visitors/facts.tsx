import type { Visitor } from '@parley/client/index'
import type { ReactNode } from 'react'
import { useDates } from '../../i18n/dates.ts'
import { useLanguage, useTexts } from '../../i18n/language.ts'
import { useDeskTopic } from '../use-desk.ts'
import styles from './profile.module.css'
import { visitorTexts } from './texts/index.ts'

/** What is known of a visitor in a word each; what is unknown is left out. */
export function Facts({ visitor, conversationId }: { visitor: Visitor; conversationId: string | undefined }) {
  const texts = useTexts(visitorTexts)
  const dates = useDates()
  const place = usePlace(visitor)
  const { email, phone, externalId, browser, ip, firstSeenAt, visits } = visitor
  const mailed = useDeskTopic(`desk:conversation:${conversationId}`, ({ conversations }) =>
    conversationId === undefined ? undefined : conversations.get(conversationId)?.visitor.emailStatus,
  )
  return (
    <dl className={styles.facts}>
      <Fact label={texts.email}>
        {email && (
          <>
            <a href={`mailto:${email}`} dir="ltr">
              {email}
            </a>
            {mailed && mailed !== 'ok' && <span className={styles.warning}>{texts.emailStatuses[mailed]}</span>}
          </>
        )}
      </Fact>
      <Fact label={texts.phone}>{phone && <bdi>{phone}</bdi>}</Fact>
      <Fact label={texts.location}>{place}</Fact>
      <Fact label={texts.browser}>{browser}</Fact>
      <Fact label={texts.externalId}>{externalId && <bdi title={texts.site}>{externalId}</bdi>}</Fact>
      <Fact label={texts.ip}>{ip && <bdi>{ip}</bdi>}</Fact>
      <Fact label={texts.firstSeen}>{dates.dateTime(firstSeenAt)}</Fact>
      <Fact label={texts.visits}>{visits}</Fact>
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (!children) return null
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** `Berlin, Germany`, as far as it is known. */
export function usePlace({ city, country }: Pick<Visitor, 'city' | 'country'>): string {
  const language = useLanguage()
  const name = country && new Intl.DisplayNames(language, { type: 'region', fallback: 'code' }).of(country)
  return [city, name].filter(Boolean).join(', ')
}
