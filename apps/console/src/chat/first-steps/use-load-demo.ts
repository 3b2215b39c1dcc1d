import { useState } from 'react'
import { useRefresh } from '../../admin/parts/asked.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { say } from '../../ui/toasts.tsx'
import { firstStepsTexts } from './texts/index.ts'
import { firstStepsKey } from './use-first-steps.ts'

/** Loads the demo, whose channels come by their events. */
export function useLoadDemo() {
  const texts = useTexts(firstStepsTexts)
  const { parley } = useStore()
  const attempt = useAttempt()
  const refresh = useRefresh()
  const [isBusy, setBusy] = useState(false)
  const load = async () => {
    setBusy(true)
    const isLoaded = await attempt(() => parley.demo.load())
    setBusy(false)
    if (isLoaded) say(texts.demoLoaded)
    await refresh([firstStepsKey], ['demo'])
  }
  return { isBusy, load }
}
