import type { Visitor } from '@parley/client/index'
import { useDates } from '../../i18n/dates.ts'
import { useTexts } from '../../i18n/language.ts'
import styles from './profile.module.css'
import { visitorTexts } from './texts/index.ts'

const shown = 8

/** The pages that a visitor has seen, the newest first. */
export function Pages({ pages }: { pages: Visitor['pages'] }) {
  const texts = useTexts(visitorTexts)
  const dates = useDates()
  return (
    <section className={styles.section} aria-label={texts.pages}>
      <h4 className={styles.title}>{texts.pages}</h4>
      {pages.length === 0 && <p className={styles.none}>{texts.noPages}</p>}
      <ol>
        {pages.slice(0, shown).map(({ url, title, at }) => (
          <li key={`${at}${url}`} className={styles.line}>
            <Page url={url} title={title} />
            <time className={styles.when} dateTime={at} title={dates.full(at)}>
              {dates.ago(at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** A visitor says what it is: only what is a web address is a link. */
function Page({ url, title }: { url: string; title: string }) {
  const label = title || url
  if (!/^https?:\/\//i.test(url)) return <bdi className={styles.clipped}>{label}</bdi>
  return (
    <a className={styles.clipped} href={url} title={url} target="_blank" rel="noopener noreferrer nofollow">
      <bdi>{label}</bdi>
    </a>
  )
}
