import type { MyChannel } from '@parley/client/index'
import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  BellRing,
  CheckCheck,
  Download,
  EyeOff,
  FolderInput,
  Link as LinkIcon,
  LogIn,
  LogOut,
  Printer,
  Star,
  StarOff,
  Trash2,
} from 'lucide-react'
import type { ReactElement } from 'react'
import { useLocation } from 'wouter'
import { channelAt, linkTo } from '../../addresses.ts'
import { useTexts } from '../../i18n/language.ts'
import { useStore } from '../../shell/workspace-provider.tsx'
import { useCopy } from '../../ui/copy.ts'
import { useAttempt } from '../../ui/forms.ts'
import { Menu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu-entry.ts'
import { openDialog } from '../open-dialog.ts'
import { chatTexts } from '../texts/index.ts'
import { useIsAdminOf } from '../use-role.ts'
import { moved, sectionOf } from './sections.ts'
import { sidebarTexts } from './texts/index.ts'
import { useSections } from './use-sections.ts'

interface ChannelMenuProps {
  channel: MyChannel
  trigger: ReactElement<Record<string, unknown>>
}

/** What can be done with a channel, by its button. */
export function ChannelMenu({ channel, trigger }: ChannelMenuProps) {
  const texts = useTexts(sidebarTexts)
  const chat = useTexts(chatTexts)
  const { parley, channels, unread, workspaceId } = useStore()
  const { sections, changeSections } = useSections()
  const isAdmin = useIsAdminOf()(channel)
  const attempt = useAttempt()
  const { id, is_archived, is_member, channel_type, name, notification_level } = channel
  const copy = useCopy()
  const isDirect = channel_type === 'dm'
  const isFavourite = sectionOf(sections, id)?.id === 'favourites'
  // What is printed is the channel on the screen.
  const isShown = channelAt(useLocation()[0]) === id
  const canEnd = isAdmin && !isDirect && name !== 'general'

  const notify = (level: NonNullable<MyChannel['notification_level']>) =>
    attempt(async () => {
      await parley.channels.setNotificationLevel({ id, level })
      channels.change(id, { notification_level: level })
    })
  const hide = async () => {
    await parley.channels.setHidden({ id, hidden: true })
    channels.change(id, { is_hidden: true })
  }
  const unarchive = async () => channels.merge((await parley.channels.update({ id, is_archived: false })).channel)
  const join = async () => {
    await parley.channels.join({ id })
    await channels.join(id)
  }

  const ofMember = (): MenuEntry[] => [
    {
      label: texts.markRead,
      icon: CheckCheck,
      isDisabled: (unread.in(id)?.unread_count ?? 0) === 0,
      onSelect: () => void attempt(() => unread.markRead(id)),
    },
    'separator',
    ...(
      [
        ['all', texts.notifyAll, BellRing],
        ['mentions', texts.notifyMentions, Bell],
        ['none', texts.mute, BellOff],
      ] as const
    ).map(([level, label, icon]) => ({
      label,
      icon,
      isChecked: notification_level === level,
      onSelect: () => void notify(level),
    })),
    'separator',
    {
      label: isFavourite ? texts.removeFavourite : texts.addFavourite,
      icon: isFavourite ? StarOff : Star,
      onSelect: () => void changeSections(moved(sections, id, isFavourite ? undefined : favourites)),
    },
    { label: texts.moveTo, icon: FolderInput, onSelect: () => openDialog({ name: 'section of', channelId: id }) },
  ]
  const ends = (): MenuEntry[] => {
    const entries: MenuEntry[] = []
    if (isDirect) entries.push({ label: texts.hide, icon: EyeOff, onSelect: () => void attempt(hide) })
    else if (is_member && name !== 'general')
      entries.push({ label: texts.leave, icon: LogOut, onSelect: () => openDialog({ name: 'leave', channelId: id }) })
    if (!is_member && !is_archived) entries.push({ label: chat.join, icon: LogIn, onSelect: () => void attempt(join) })
    if (canEnd && is_archived)
      entries.push({ label: texts.unarchive, icon: ArchiveRestore, onSelect: () => void attempt(unarchive) })
    if (canEnd && !is_archived)
      entries.push({
        label: texts.archive,
        icon: Archive,
        onSelect: () => openDialog({ name: 'archive', channelId: id }),
      })
    if (canEnd)
      entries.push({
        label: texts.deleteChannel,
        icon: Trash2,
        isDangerous: true,
        onSelect: () => openDialog({ name: 'delete', channelId: id }),
      })
    return entries.length > 0 ? ['separator', ...entries] : []
  }
  return (
    <Menu
      trigger={trigger}
      entries={() => [
        ...(is_member ? ofMember() : []),
        {
          label: chat.copyLink,
          icon: LinkIcon,
          onSelect: () => void copy(linkTo(workspaceId, { channelId: id }), chat.linkCopied),
        },
        { label: texts.save, icon: Download, onSelect: () => openDialog({ name: 'save', channelId: id }) },
        ...(isShown ? [{ label: texts.print, icon: Printer, onSelect: () => setTimeout(print) }] : []),
        ...ends(),
      ]}
    />
  )
}

/** They are shown by their name in the reader’s language. */
export const favourites = { id: 'favourites', name: 'favourites' }
