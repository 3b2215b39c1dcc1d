import type { MyChannel } from '@parley/client/index'
import { CalendarSearch, Ellipsis, Star } from 'lucide-react'
import { useTexts } from '../i18n/language.ts'
import { IconButton } from '../ui/button.tsx'
import { uiTexts } from '../ui/texts/index.ts'
import { openDialog } from './open-dialog.ts'
import { ChannelMenu, favourites } from './sidebar/channel-menu.tsx'
import { moved, sectionOf } from './sidebar/sections.ts'
import { sidebarTexts } from './sidebar/texts/index.ts'
import { useSections } from './sidebar/use-sections.ts'

/** What the head of a channel offers: to find a day, to keep the channel at hand, and its menu. */
export function ChannelTools({ channel }: { channel: MyChannel }) {
  const texts = useTexts(sidebarTexts)
  const { more } = useTexts(uiTexts)
  const { sections, changeSections } = useSections()
  const { id, is_member } = channel
  const isFavourite = sectionOf(sections, id)?.id === favourites.id
  return (
    <>
      <IconButton
        icon={CalendarSearch}
        label={texts.jumpToDate}
        onClick={() => openDialog({ name: 'date', channelId: id })}
      />
      {is_member && (
        <IconButton
          icon={Star}
          label={texts.favourite}
          aria-pressed={isFavourite}
          onClick={() => void changeSections(moved(sections, id, isFavourite ? undefined : favourites))}
        />
      )}
      <ChannelMenu channel={channel} trigger={<IconButton icon={Ellipsis} label={more} />} />
    </>
  )
}
