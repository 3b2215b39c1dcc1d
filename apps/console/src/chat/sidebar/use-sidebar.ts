import { useMemo, useRef } from 'react'
import { useLocation } from 'wouter'
import { channelAt } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { usePreferences } from '../../shell/preferences.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import { nameOf } from '../channel-name.ts'
import { chatTexts } from '../texts/index.ts'
import { arrange } from './arrange.ts'

/** The sections of the sidebar as they are to be shown, and the channel that is open. */
export function useSidebar() {
  const { formerMember } = useTexts(chatTexts)
  const { me } = useStore()
  const [location] = useLocation()
  const currentId = channelAt(location)
  const { sidebar } = usePreferences().preferences
  const mine = useTopic('channels', ({ channels }) => channels.mine)
  const unreadIds = useGathered(currentId)
  const sections = useMemo(
    () => arrange({ mine, sidebar, unreadIds, currentId, nameOf: (channel) => nameOf(channel, me.uuid, formerMember) }),
    [mine, sidebar, unreadIds, currentId, me.uuid, formerMember],
  )
  return { sections, currentId }
}

/** What is unread and not muted; a channel that is read stays among it until another is opened. */
function useGathered(currentId: string | undefined): ReadonlySet<string> {
  const ids = useTopic('unread', ({ unread }) => unread.ids)
  const mine = useTopic('channels', ({ channels }) => channels.mine)
  const before = useRef<ReadonlySet<string>>(new Set())
  const gathered = useMemo(() => {
    const muted = new Set(mine.filter(({ notification_level }) => notification_level === 'none').map(({ id }) => id))
    const stays = currentId !== undefined && before.current.has(currentId)
    return new Set([...ids.filter((id) => !muted.has(id)), ...(stays ? [currentId] : [])])
  }, [ids, mine, currentId])
  before.current = gathered
  return gathered
}
