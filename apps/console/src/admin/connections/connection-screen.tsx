import type { PlatformConnection } from '@parley/client/index'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { useRefresh } from '../parts/asked.ts'
import { Missing } from '../parts/loaded.tsx'
import { Page, Section } from '../parts/page.tsx'
import { useRole } from '../parts/role.ts'
import { Tabs } from '../parts/tabs.tsx'
import { ChannelChoice } from './channel-choice.tsx'
import { CredentialsForm } from './credentials-form.tsx'
import { Events } from './events.tsx'
import { Health, StatusBadge } from './health.tsx'
import { History } from './history.tsx'
import { OAuthButton } from './oauth.tsx'
import { connectionsTexts } from './texts/index.ts'

const tabs = ['', 'channels', 'history', 'settings'] as const
type TabName = (typeof tabs)[number]

/** One platform that is connected: how it does, what crosses, its history and its credentials, each at an address of its own. */
export function ConnectionScreen({ connection, tab }: { connection: PlatformConnection; tab: string }) {
  const texts = useTexts(connectionsTexts)
  const { isAdmin } = useRole()
  const { platform, displayName, status, features } = connection
  const hasHistory = features.includes('history')
  const shown = tabs.filter((each) => (isAdmin ? each !== 'history' || hasHistory : each === '' || each === 'channels'))
  const current = shown.find((each) => each === tab)
  if (current === undefined) return <Missing />
  return (
    <Page
      title={
        <>
          {displayName} <StatusBadge status={status} />
        </>
      }
      about={texts.statusAbout[status]}
      back={{ href: '/', label: texts.title }}
      actions={isAdmin && <TestButton connection={connection} />}
    >
      <Tabs
        label={displayName}
        current={addressOf(platform, current)}
        tabs={shown.map((each) => ({ href: addressOf(platform, each), label: texts.tabs[each || 'overview'] }))}
      />
      <TabPanel connection={connection} tab={current} />
    </Page>
  )
}

const addressOf = (platform: string, tab: TabName) => (tab ? `/${platform}/${tab}` : `/${platform}`)

function TabPanel({ connection, tab }: { connection: PlatformConnection; tab: TabName }) {
  switch (tab) {
    case 'channels':
      return <ChannelChoice connection={connection} />
    case 'history':
      return <History platform={connection.platform} />
    case 'settings':
      return (
        <>
          <Credentials connection={connection} />
          <Disconnect connection={connection} />
        </>
      )
    default:
      return <Overview connection={connection} />
  }
}

function Overview({ connection }: { connection: PlatformConnection }) {
  const { isAdmin } = useRole()
  const { status } = connection
  const needsRepair = status === 'revoked' || status === 'needs_credentials' || status === 'error'
  return (
    <>
      <Health connection={connection} />
      {needsRepair && isAdmin && <Credentials connection={connection} />}
      <Events connection={connection} />
    </>
  )
}

function TestButton({ connection: { platform } }: { connection: PlatformConnection }) {
  const texts = useTexts(connectionsTexts)
  const { parley } = useStore()
  const attempt = useAttempt()
  const errorText = useErrorText()
  const refresh = useRefresh()
  const [isBusy, setBusy] = useState(false)
  const test = async () => {
    setBusy(true)
    await attempt(async () => {
      const answer = await parley.platformConnections.testConnection({ platform })
      say(answer.success ? texts.worksAs(answer.account.name) : texts.refused(errorText(answer.error)))
      await refresh(['connections'])
    })
    setBusy(false)
  }
  return (
    <Button isBusy={isBusy} onClick={() => void test()}>
      {texts.test}
    </Button>
  )
}

function Credentials({ connection }: { connection: PlatformConnection }) {
  const texts = useTexts(connectionsTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const { platform, displayName, oauth } = connection
  return (
    <Section
      title={texts.replace}
      about={texts.replaceAbout}
      actions={oauth === 'available' && <OAuthButton platform={platform} displayName={displayName} />}
    >
      <CredentialsForm
        platform={connection}
        action={texts.replace}
        path="credentials"
        onSubmit={async (credentials) => {
          const { connectionTest } = await parley.platformConnections.replaceCredentials({ platform, credentials })
          await refresh(['connections'])
          return connectionTest
        }}
      />
    </Section>
  )
}

function Disconnect({ connection: { platform, displayName } }: { connection: PlatformConnection }) {
  const texts = useTexts(connectionsTexts)
  const { parley } = useStore()
  const refresh = useRefresh()
  const [, navigate] = useLocation()
  const [isAsking, setAsking] = useState(false)
  const disconnect = async () => {
    await parley.platformConnections.disconnectPlatform({ platform })
    navigate('/')
    say(texts.disconnected(displayName))
    await refresh(['connections'])
  }
  return (
    <Section
      title={texts.disconnect}
      about={texts.disconnectAbout}
      isDangerous
      actions={<Button onClick={() => setAsking(true)}>{texts.disconnect}</Button>}
    >
      {isAsking && (
        <ConfirmDialog
          title={texts.disconnectTitle(displayName)}
          about={texts.disconnectAbout}
          action={texts.disconnect}
          isDangerous
          onConfirm={disconnect}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  )
}
