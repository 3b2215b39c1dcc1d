import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { channelAt } from '../../../addresses.ts'
import { useTexts } from '../../../i18n/language.ts'
import { useStore, useTopic } from '../../../shell/workspace-provider.tsx'
import { ConfirmDialog } from '../../../ui/dialog.tsx'
import { nameOf, titleOf } from '../../channel-name.ts'
import type { ChatDialogProps } from '../../open-dialog.ts'
import { chatTexts } from '../../texts/index.ts'
import { findingTexts } from '../texts/index.ts'

/** Asks before somebody leaves a channel, archives or deletes it. */
export default function EndChannel({ dialog, onClose }: ChatDialogProps) {
  const channelId = 'channelId' in dialog ? dialog.channelId : ''
  const texts = useTexts(findingTexts)
  const { formerMember } = useTexts(chatTexts)
  const { parley, channels, unread, me } = useStore()
  const channel = useTopic(`channel:${channelId}`, (store) => store.channels.get(channelId))
  const [location, navigate] = useLocation()
  useEffect(() => {
    // It may be gone meanwhile.
    if (!channel) onClose()
  }, [channel, onClose])
  if (!channel) return null

  const title = titleOf(channel, nameOf(channel, me.uuid, formerMember))
  const leaveScreen = () => channelAt(location) === channelId && navigate('/')
  const leave = async () => {
    await parley.channels.leave({ id: channelId })
    leaveScreen()
    if (channel.is_private) channels.remove(channelId)
    else channels.change(channelId, { is_member: false, notification_level: null })
    unread.forget(channelId)
  }
  const archive = async () =>
    channels.merge((await parley.channels.update({ id: channelId, is_archived: true })).channel)
  const remove = async () => {
    await parley.channels.delete({ id: channelId })
    leaveScreen()
    channels.remove(channelId)
    unread.forget(channelId)
  }
  const kinds = {
    leave: { run: leave, about: channel.is_private ? texts.leavePrivateAbout : texts.leaveAbout },
    archive: { run: archive, about: texts.archiveAbout },
    delete: { run: remove, about: texts.deleteAbout(channel.message_count) },
  }
  const kind = dialog.name as keyof typeof kinds
  const { run, about } = kinds[kind]
  return (
    <ConfirmDialog
      title={texts.endTitles[kind](title)}
      about={about}
      action={texts.endActions[kind]}
      isDangerous={kind === 'delete'}
      onConfirm={run}
      onClose={onClose}
    />
  )
}
