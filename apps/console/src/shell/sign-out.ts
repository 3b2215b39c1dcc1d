import { openDialog } from '../chat/open-dialog.ts'
import { useSession } from '../session/context.ts'
import { hasUnsent } from '../store/local-data.ts'
import { useAttempt } from '../ui/forms.ts'
import { turnOff } from './notifications/permission.ts'
import { tabStorage } from './tab-storage.ts'

/** Signs this browser out, in all its tabs. */
export function useSignOut() {
  const session = useSession()
  const attempt = useAttempt()
  return () =>
    attempt(async () => {
      // Whoever uses this browser next is not notified of what is theirs. Without an answer the server forgets the
      // subscription when it sends to it: the browser has ended it already.
      await turnOff(session.parley).catch(() => {})
      await session.signOut()
    })
}

/** The same; first it is asked where that loses texts that are in this browser alone. */
export function useCarefulSignOut(ask = () => openDialog({ name: 'sign out' })) {
  const { state } = useSession()
  const signOut = useSignOut()
  return () => {
    const isLosing = state.value.status === 'signed in' && hasUnsent(tabStorage, state.value.me)
    if (isLosing) ask()
    else void signOut()
  }
}
