import { Building2, Link2, MonitorSmartphone, SlidersHorizontal, UserRound } from 'lucide-react'
import { type SectionEntry, Sections } from '../../admin/parts/sections.tsx'
import { useTexts } from '../../i18n/language.ts'
import { useSessionState } from '../../session/context.ts'
import { shellTexts } from '../../shell/texts/index.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { settingsTexts } from './texts/index.ts'

const Profile = lazyPart(() => import('./profile.tsx'))
const Preferences = lazyPart(() => import('./preferences.tsx'))
const Security = lazyPart(() => import('./security.tsx'))
const Workspaces = lazyPart(() => import('./workspaces.tsx'))
const LinkedAccounts = lazyPart(() => import('./linked-accounts.tsx'))

/** What is one’s own, in every workspace. */
export default function Account() {
  const texts = useTexts(settingsTexts)
  const { account } = useTexts(shellTexts)
  const session = useSessionState()
  const isGuest = session.status === 'signed in' && session.workspace?.role === 'guest'
  const entries: SectionEntry[] = [
    { path: '/profile', label: texts.profile, icon: UserRound, Screen: Profile },
    { path: '/preferences', label: texts.preferences, icon: SlidersHorizontal, Screen: Preferences },
    { path: '/security', label: texts.security, icon: MonitorSmartphone, Screen: Security },
    { path: '/workspaces', label: texts.workspaces, icon: Building2, Screen: Workspaces },
  ]
  if (!isGuest) entries.push({ path: '/linked', label: texts.linked, icon: Link2, Screen: LinkedAccounts })
  return <Sections label={account} groups={[{ title: account, entries }]} />
}
