import type { MyChannel, Preferences } from '@parley/client/index'
import { isBuiltIn, type Section, sectionOf } from './sections.ts'

/** A section as it is shown. */
export interface ShownSection extends Pick<Section, 'id' | 'name'> {
  channels: readonly MyChannel[]
  isCollapsed: boolean
}

interface Arranged {
  mine: readonly MyChannel[]
  sidebar: Preferences['sidebar']
  /** Those that are gathered on top. */
  unreadIds: ReadonlySet<string>
  /** The one that is open: it is shown wherever it is. */
  currentId: string | undefined
  nameOf: (channel: MyChannel) => string
}

/** Puts channels in their sections: what is unread on top, then favourites and one’s own sections, then the rest. */
export function arrange({ mine, sidebar, unreadIds, currentId, nameOf }: Arranged): ShownSection[] {
  const { sections, sort, show } = sidebar
  const byName = (a: MyChannel, b: MyChannel) => nameOf(a).localeCompare(nameOf(b))
  const isOpen = ({ id, is_archived, is_hidden }: MyChannel) => id === currentId || !(is_archived || is_hidden)
  const open = mine.filter(isOpen)
  const read = open.filter(({ id }) => !unreadIds.has(id) && (show === 'all' || id === currentId))
  const own = (section: Section | undefined) =>
    section !== undefined && !(isBuiltIn(section.id) && section.id !== 'favourites')
  const rest = read.filter(({ id }) => !own(sectionOf(sections, id)))
  const isDirect = ({ channel_type }: MyChannel) => channel_type === 'dm'
  const isCollapsed = (id: string) => sections.find((section) => section.id === id)?.is_collapsed ?? false
  const built = (id: string, channels: readonly MyChannel[]) => ({
    id,
    name: '',
    channels,
    isCollapsed: isCollapsed(id),
  })

  const ofOwn = sections.filter(own).map(({ id, name, channel_ids, is_collapsed }) => ({
    id,
    name,
    channels: read.filter((channel) => channel_ids.includes(channel.id)).sort(sort === 'name' ? byName : byNewest),
    isCollapsed: is_collapsed,
  }))
  // Favourites without any are no more than a name.
  const favourites = ofOwn.filter(({ id, channels }) => id === 'favourites' && channels.length > 0)
  return [
    built('unread', open.filter(({ id }) => unreadIds.has(id)).sort(byNewest)),
    ...favourites,
    ...ofOwn.filter(({ id }) => id !== 'favourites'),
    built('channels', rest.filter((each) => !isDirect(each)).sort(sort === 'name' ? byName : byNewest)),
    built('direct', rest.filter(isDirect).sort(byNewest)),
  ].filter(({ id, channels }) => id !== 'unread' || channels.length > 0)
}

const newest = ({ last_message_at, created_at }: MyChannel) => last_message_at ?? created_at
const byNewest = (a: MyChannel, b: MyChannel) => newest(b).localeCompare(newest(a))

/** What is in sight of a section: folded, the open channel alone. */
export const inSight = (
  { channels, isCollapsed }: ShownSection,
  currentId: string | undefined,
): readonly MyChannel[] => (isCollapsed ? channels.filter(({ id }) => id === currentId) : channels)

/** The channel before or behind another, in the order of the sidebar; around its ends. */
export function neighbour(ids: readonly string[], currentId: string | undefined, step: 1 | -1): string | undefined {
  const at = currentId === undefined ? -1 : ids.indexOf(currentId)
  if (at === -1) return step === 1 ? ids[0] : ids.at(-1)
  return ids[(at + step + ids.length) % ids.length]
}
