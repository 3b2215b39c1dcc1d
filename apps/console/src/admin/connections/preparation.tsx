import type { AvailablePlatform } from '@parley/client/index'
import { useTexts } from '../../i18n/language.ts'
import { Section } from '../parts/page.tsx'
import { Copyable } from '../parts/secret.tsx'
import styles from './connections.module.css'
import { slackManifest } from './slack-manifest.ts'
import { connectionsTexts } from './texts/index.ts'

/** What to do over there before a platform can be connected, and what to paste there. */
export function Preparation({ offered }: { offered: AvailablePlatform }) {
  const texts = useTexts(connectionsTexts)
  const { platform, displayName } = offered
  const toPaste = pasted(offered)
  return (
    <Section title={texts.preparation(displayName)}>
      <ol className={styles.preparation}>
        {texts.preparations[platform].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {toPaste && <Copyable label={texts.pasted[toPaste.what]} text={toPaste.text} />}
    </Section>
  )
}

/** View Channels, Send Messages, and the others that `docs/connect/discord.md` names. */
const discordPermissions = '309774617664'

function pasted(offered: AvailablePlatform) {
  switch (offered.platform) {
    case 'slack':
      return { what: 'manifest' as const, text: slackManifest(offered) }
    case 'discord': {
      const text = `https://discord.com/oauth2/authorize?client_id=APPLICATION_ID&scope=bot&permissions=${discordPermissions}`
      return { what: 'invitation' as const, text }
    }
    default:
      return undefined
  }
}
