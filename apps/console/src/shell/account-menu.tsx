import { Bell, Keyboard, Moon, Sun, SunMoon, UserRound } from 'lucide-react'
import { useLocation } from 'wouter'
import { openDialog } from '../chat/open-dialog.ts'
import { useTexts } from '../i18n/language.ts'
import type { SignedInState } from '../session/session.ts'
import { Avatar } from '../ui/avatar.tsx'
import { useAttempt } from '../ui/forms.ts'
import { Menu } from '../ui/menu.tsx'
import { say } from '../ui/toasts.tsx'
import { useValue } from '../ui/use-value.ts'
import { notifications, turnOff, turnOn } from './notifications/permission.ts'
import { usePreferences } from './preferences.ts'
import styles from './shell.module.css'
import { useCarefulSignOut } from './sign-out.ts'
import { shellTexts } from './texts/index.ts'
import { useStore } from './workspace-provider.tsx'

/** Whoever is signed in, and what is theirs. */
export function AccountMenu({ me }: { me: SignedInState['me'] }) {
  const texts = useTexts(shellTexts)
  const { realtime, parley } = useStore()
  const { preferences, change } = usePreferences()
  const [, navigate] = useLocation()
  const attempt = useAttempt()
  const signOut = useCarefulSignOut()
  const isNotifying = useValue(notifications)
  const toggleNotifications = () =>
    attempt(async () => {
      if (isNotifying) await turnOff(parley)
      else if (!(await turnOn(parley))) say(texts.notificationsRefused)
    })
  return (
    <Menu
      trigger={
        <button type="button" className={styles.me} aria-label={`${texts.account}: ${me.name}`}>
          <Avatar name={me.name} url={me.avatarUrl} />
        </button>
      }
      entries={() => [
        ...(['online', 'away', 'dnd'] as const).map((status) => ({
          label: texts[status],
          onSelect: () => realtime.setPresence(status),
        })),
        'separator',
        ...(['system', 'light', 'dark'] as const).map((theme) => ({
          label: texts.themes[theme],
          icon: { system: SunMoon, light: Sun, dark: Moon }[theme],
          isChecked: preferences.theme === theme,
          onSelect: () => void attempt(() => change({ theme })),
        })),
        'separator',
        {
          label: texts.desktopNotifications,
          icon: Bell,
          isChecked: isNotifying,
          onSelect: () => void toggleNotifications(),
        },
        { label: texts.account, icon: UserRound, onSelect: () => navigate('/account') },
        { label: texts.keys, icon: Keyboard, onSelect: () => openDialog({ name: 'keys' }) },
        'separator',
        { label: texts.signOut, onSelect: signOut },
      ]}
    />
  )
}
