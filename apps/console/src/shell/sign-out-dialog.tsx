import { useTexts } from '../i18n/language.ts'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { useSignOut } from './sign-out.ts'
import { shellTexts } from './texts/index.ts'

/** Asks whoever signs out with texts that nobody has but this browser. */
export default function SignOutDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts(shellTexts)
  const signOut = useSignOut()
  return (
    <ConfirmDialog
      title={texts.signOutTitle}
      about={texts.signOutAbout}
      action={texts.signOut}
      isDangerous
      onConfirm={signOut}
      onClose={onClose}
    />
  )
}
