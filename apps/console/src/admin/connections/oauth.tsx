import type { AvailablePlatform } from '@parley/client/index'
import { useEffect, useRef } from 'react'
import { useLocation, useSearch } from 'wouter'
import { base, workspacePath } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { Button } from '../../ui/button.tsx'
import { useErrorText } from '../../ui/error-text.ts'
import { useAttempt } from '../../ui/forms.ts'
import { Skeleton } from '../../ui/states.tsx'
import { say } from '../../ui/toasts.tsx'
import { useRefresh } from '../parts/asked.ts'
import { connectionsTexts } from './texts/index.ts'

type Platform = AvailablePlatform['platform']

/** Goes to the platform, which asks whether Parley’s app may be installed and sends the browser back. */
export function OAuthButton({ platform, displayName }: { platform: Platform; displayName: string }) {
  const texts = useTexts(connectionsTexts)
  const { parley, workspaceId } = useStore()
  const attempt = useAttempt()
  const start = () =>
    attempt(async () => {
      const returnTo = `${base}${workspacePath(workspaceId)}/admin/connections/${platform}/authorized`
      const { url } = await parley.platformConnections.startPlatformOAuth({ platform, returnTo })
      location.assign(url)
    })
  return (
    <Button kind="main" onClick={() => void start()}>
      {texts.installOn(displayName)}
    </Button>
  )
}

/** Where the platform sends the browser back to: connects with what it has brought, and goes to the connection. */
export function OAuthReturn({ platform }: { platform: string }) {
  const texts = useTexts(connectionsTexts)
  const { parley } = useStore()
  const query = new URLSearchParams(useSearch())
  const [, navigate] = useLocation()
  const attempt = useAttempt()
  const errorText = useErrorText()
  const refresh = useRefresh()
  const hasBegun = useRef(false)

  async function finish(): Promise<void> {
    const state = query.get('state')
    const code = query.get('code')
    if (state === null || code === null) say(texts.notAllowed)
    else
      await attempt(async () => {
        const { connectionTest } = await parley.platformConnections.finishPlatformOAuth({
          platform: platform as Platform,
          state,
          code,
        })
        say(
          connectionTest.success
            ? texts.worksAs(connectionTest.account.name)
            : texts.refused(errorText(connectionTest.error)),
        )
        await refresh(['connections'])
      })
    navigate(`/${platform}`, { replace: true })
  }
  useEffect(() => {
    // A state counts once.
    if (hasBegun.current) return
    hasBegun.current = true
    void finish()
  })
  return <Skeleton />
}
