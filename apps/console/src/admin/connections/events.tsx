import type { PlatformConnection } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { Section } from '../parts/page.tsx'
import { Copyable } from '../parts/secret.tsx'
import styles from './connections.module.css'
import { slackManifest } from './slack-manifest.ts'
import { connectionsTexts } from './texts/index.ts'

/** How events come in: what is to be entered over there, where it is not done by itself. */
export function Events({ connection }: { connection: PlatformConnection }) {
  const texts = useTexts(connectionsTexts)
  const { id, platform, events, eventsUrl } = connection
  const isOfApp = events.length > 0 && !eventsUrl.endsWith(id)
  const isAskedFor = platform === 'teams' || platform === 'telegram'
  return (
    <Section title={texts.events} about={isOfApp ? texts.eventsOfApp : texts.eventsAbout[platform]}>
      {!isAskedFor && <Copyable text={eventsUrl} label={texts.eventsUrl} />}
      {events.length > 0 && (
        <>
          <div>
            <p>{texts.subscribeTo}</p>
            <ul className={styles.scopes}>
              {events.map((event) => (
                <li key={event}>{event}</li>
              ))}
            </ul>
          </div>
          <details className={styles.manifest}>
            <summary>{texts.wholeManifest}</summary>
            <Copyable text={slackManifest(connection, eventsUrl)} label={texts.pasted.manifest} />
          </details>
        </>
      )}
    </Section>
  )
}
