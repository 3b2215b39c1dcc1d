import { Compass, FolderPlus, Hash } from 'lucide-react'
import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/language.ts'
import { usePreferences } from '../../shell/preferences.ts'
import { shellTexts } from '../../shell/texts/index.ts'
import { useAttempt } from '../../ui/forms.ts'
import type { MenuEntry } from '../../ui/menu-entry.ts'
import { openDialog } from '../open-dialog.ts'
import { useRole } from '../use-role.ts'
import { sidebarTexts } from './texts/index.ts'

/** How channels come into the list, and how the list is shown. */
export function useListMenu(): () => readonly MenuEntry[] {
  const shell = useTexts(shellTexts)
  const texts = useTexts(sidebarTexts)
  const { preferences, change } = usePreferences()
  const attempt = useAttempt()
  const [, navigate] = useLocation()
  const isGuest = useRole() === 'guest'
  const { sort, show } = preferences.sidebar
  const set = (changes: Partial<Pick<typeof preferences.sidebar, 'sort' | 'show'>>) =>
    void attempt(() => change({ sidebar: changes }))

  return () => [
    ...(isGuest
      ? []
      : ([
          { label: shell.createChannel, icon: Hash, onSelect: () => openDialog({ name: 'create channel' }) },
          { label: shell.browse, icon: Compass, onSelect: () => navigate('/channels') },
        ] as const)),
    { label: texts.newSection, icon: FolderPlus, onSelect: () => openDialog({ name: 'new section' }) },
    'separator',
    { label: texts.sortByName, isChecked: sort === 'name', onSelect: () => set({ sort: 'name' }) },
    { label: texts.sortByNewest, isChecked: sort === 'recent', onSelect: () => set({ sort: 'recent' }) },
    'separator',
    { label: texts.showAll, isChecked: show === 'all', onSelect: () => set({ show: 'all' }) },
    { label: texts.showUnread, isChecked: show === 'unread', onSelect: () => set({ show: 'unread' }) },
  ]
}
