import type { AvailablePlatform } from '@parley/client/index'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useRefresh } from '../parts/asked.ts'
import { NotPermitted } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { CredentialsForm } from './credentials-form.tsx'
import { OAuthButton } from './oauth.tsx'
import { Preparation } from './preparation.tsx'
import { SetupSteps } from './setup-steps.tsx'
import { connectionsTexts } from './texts/index.ts'

/** Connects a platform; what crosses is chosen right after. */
export function ConnectScreen({ offered }: { offered: AvailablePlatform }) {
  const texts = useTexts(connectionsTexts)
  const { parley } = useStore()
  const { isAdmin } = useRole()
  const refresh = useRefresh()
  const [, navigate] = useLocation()
  const { platform, displayName, oauth } = offered
  if (!isAdmin) return <NotPermitted />
  return (
    <Page
      title={texts.connectTo(displayName)}
      about={texts.connectAbout}
      back={{ href: '/', label: texts.title }}
      actions={oauth === 'available' && <OAuthButton platform={platform} displayName={displayName} />}
    >
      <SetupSteps current="credentials" hasHistory={offered.features.includes('history')} />
      <Preparation offered={offered} />
      <Section title={texts.credentials}>
        <CredentialsForm
          platform={offered}
          action={texts.connect}
          path="config.credentials"
          onSubmit={async (credentials) => {
            const { connectionTest } = await parley.platformConnections.connectPlatform({
              platform,
              config: { credentials, ingestMessages: true, selectedChannels: [], autoReply: false },
            })
            await refresh(['connections'])
            if (connectionTest.success) navigate(`/${platform}/setup/channels`, { replace: true })
            return connectionTest
          }}
        />
      </Section>
    </Page>
  )
}
