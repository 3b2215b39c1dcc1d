import { type ComponentType, Suspense } from 'react'
import { useLocation } from 'wouter'
import { searchPath } from '../addresses.ts'
import { useKeys } from '../ui/keys.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { useValue } from '../ui/use-value.ts'
import { type ChatDialog, type ChatDialogProps, closeDialog, openDialog, openedDialog } from './open-dialog.ts'

type Part = ComponentType<ChatDialogProps>

const EndChannel: Part = lazyPart(() => import('./finding/channels/end-channel.tsx'))
const Sections: Part = lazyPart(() => import('./sidebar/section-dialog.tsx'))
const parts: Readonly<Record<ChatDialog['name'], Part>> = {
  jump: lazyPart(() => import('./finding/jump/jump.tsx')),
  'create channel': lazyPart(() => import('./finding/channels/create-channel.tsx')),
  'new direct': lazyPart(() => import('./finding/channels/new-direct.tsx')),
  'sign out': lazyPart(() => import('../shell/sign-out-dialog.tsx')),
  keys: lazyPart(() => import('./finding/keys.tsx')),
  leave: EndChannel,
  archive: EndChannel,
  delete: EndChannel,
  date: lazyPart(() => import('./finding/channels/jump-to-date.tsx')),
  save: lazyPart(() => import('./saving/save-dialog.tsx')),
  summary: lazyPart(() => import('./summary/summary-dialog.tsx')),
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
