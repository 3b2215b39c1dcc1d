import { useLocation } from 'wouter'
import { channelPath } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useAttempt } from '../../ui/forms.ts'
import { useKeys } from '../../ui/keys.ts'
import { say } from '../../ui/toasts.tsx'
import { inSight, neighbour, type ShownSection } from './arrange.ts'
import { sidebarTexts } from './texts/index.ts'

/** ⌥↑↓ goes to the channel above or below, with ⇧ to one that is unread; Esc marks this one read, with ⇧ all. */
export function useChannelKeys(sections: readonly ShownSection[], currentId: string | undefined): void {
  const { allRead } = useTexts(sidebarTexts)
  const { unread, dividers, reading } = useStore()
  const [, navigate] = useLocation()
  const attempt = useAttempt()

  const go = (step: 1 | -1, isUnread: boolean) => {
    const shown = sections.flatMap((section) => inSight(section, currentId))
    const ids = shown.map(({ id }) => id).filter((id) => !isUnread || id === currentId || unread.ids.includes(id))
    const next = neighbour(ids, currentId, step)
    if (next !== undefined && next !== currentId) navigate(channelPath({ channelId: next }))
  }
  const read = async () => {
    if (currentId === undefined) return
    reading.release({ channelId: currentId })
    if (await attempt(() => unread.markRead(currentId))) dividers.set(currentId, undefined)
  }
  const readAll = async () => {
    if (!(await attempt(() => unread.markAllRead()))) return
    if (currentId !== undefined) dividers.set(currentId, undefined)
    say(allRead)
  }
  useKeys({
    'alt+arrowup': () => go(-1, false),
    'alt+arrowdown': () => go(1, false),
    'alt+shift+arrowup': () => go(-1, true),
    'alt+shift+arrowdown': () => go(1, true),
    escape: () => void read(),
    'shift+escape': () => void readAll(),
  })
}
