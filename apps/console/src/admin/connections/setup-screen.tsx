import type { PlatformConnection } from '@parley/client/index'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { Button } from '../../ui/button.tsx'
import { Missing, NotPermitted } from '../parts/loaded.tsx'
import { Page } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { ChannelChoice } from './channel-choice.tsx'
import styles from './connections.module.css'
import { Events } from './events.tsx'
import { History } from './history.tsx'
import { SetupSteps } from './setup-steps.tsx'
import { connectionsTexts } from './texts/index.ts'

/** What is decided right after a platform was connected: what crosses, and what of its history comes in. */
export function SetupScreen({ connection, step }: { connection: PlatformConnection; step: string }) {
  const texts = useTexts(connectionsTexts)
  const { isAdmin } = useRole()
  const [, navigate] = useLocation()
  const { platform, displayName, features } = connection
  const hasHistory = features.includes('history')
  if (!isAdmin) return <NotPermitted />
  if (step !== 'channels' && !(step === 'history' && hasHistory)) return <Missing />
  const hasNext = step === 'channels' && hasHistory
  return (
    <Page title={texts.connectTo(displayName)} back={{ href: '/', label: texts.title }}>
      <SetupSteps current={step} hasHistory={hasHistory} />
      {step === 'channels' && connection.events.length > 0 && <Events connection={connection} />}
      {step === 'channels' ? <ChannelChoice connection={connection} /> : <History platform={platform} />}
      <div className={styles.foot}>
        <Button kind="main" onClick={() => navigate(hasNext ? `/${platform}/setup/history` : `/${platform}`)}>
          {hasNext ? texts.next : texts.done}
        </Button>
      </div>
    </Page>
  )
}
