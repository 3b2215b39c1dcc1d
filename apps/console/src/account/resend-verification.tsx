import { useTexts } from '../i18n/language.ts'
import { useSession, useSessionState } from '../session/context.ts'
import { Button } from '../ui/button.tsx'
import { useAttempt } from '../ui/forms.ts'
import { say } from '../ui/toasts.tsx'
import { accountTexts } from './texts/index.ts'

/** Has the link mailed anew that verifies one’s email address. */
export function ResendVerification() {
  const texts = useTexts(accountTexts)
  const { parley } = useSession()
  const state = useSessionState()
  const attempt = useAttempt()
  if (state.status !== 'signed in') return null
  const { email } = state.me
  const resend = async () => {
    if (await attempt(() => parley.auth.resendVerification())) say(texts.verificationSent(email))
  }
  return <Button onClick={() => void resend()}>{texts.resendVerification}</Button>
}
