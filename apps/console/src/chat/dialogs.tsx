import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from 'react'
import { useLocation } from 'wouter'
import { searchPath } from '../addresses.ts'
import { useKeys } from '../ui/keys.ts'
import { useValue } from '../ui/use-value.ts'
import { type ChatDialog, type ChatDialogProps, closeDialog, openDialog, openedDialog } from './open-dialog.ts'

type Part = LazyExoticComponent<ComponentType<ChatDialogProps>>

const EndChannel: Part = lazy(() => import('./finding/channels/end-channel.tsx'))
const Sections: Part = lazy(() => import('./sidebar/section-dialog.tsx'))
const parts: Readonly<Record<ChatDialog['name'], Part>> = {
  jump: lazy(() => import('./finding/jump/jump.tsx')),
  'create channel': lazy(() => import('./finding/channels/create-channel.tsx')),
  'new direct': lazy(() => import('./finding/channels/new-direct.tsx')),
  keys: lazy(() => import('./finding/keys.tsx')),
  leave: EndChannel,
  archive: EndChannel,
  delete: EndChannel,
  date: lazy(() => import('./finding/channels/jump-to-date.tsx')),
  save: lazy(() => import('./saving/save-dialog.tsx')),
  summary: lazy(() => import('./summary/summary-dialog.tsx')),
  'section of': Sections,
  'new section': Sections,
  'rename section': Sections,
}

/** The dialog that is open, loaded when it is; and the keys that lead anywhere. */
export function Dialogs() {
  const dialog = useValue(openedDialog)
  const [, navigate] = useLocation()
  useKeys({
    'mod+k': () => openDialog({ name: 'jump' }),
    'mod+shift+f': () => navigate(searchPath('')),
    '?': () => openDialog({ name: 'keys' }),
  })
  if (!dialog) return null
  const Open = parts[dialog.name]
  return (
    <Suspense>
      <Open dialog={dialog} onClose={closeDialog} />
    </Suspense>
  )
}
