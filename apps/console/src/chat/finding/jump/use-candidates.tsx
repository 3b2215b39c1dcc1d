import type { MyChannel, User } from '@parley/client/index'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  AtSign,
  Compass,
  Hash,
  Keyboard,
  Lock,
  type LucideIcon,
  MessagesSquare,
  PencilLine,
  Plus,
  Users,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { channelPath } from '../../../addresses.ts'
import { useTexts } from '../../../i18n/language.ts'
import { shellTexts } from '../../../shell/texts/index.ts'
import { useStore, useTopic } from '../../../shell/workspace-provider.tsx'
import { Avatar } from '../../../ui/avatar.tsx'
import { useAttempt } from '../../../ui/forms.ts'
import { useRested } from '../../../ui/use-rested.ts'
import { nameOf } from '../../channel-name.ts'
import { openDialog } from '../../open-dialog.ts'
import { chatTexts } from '../../texts/index.ts'
import { useRole } from '../../use-role.ts'
import { useOpenDirect } from '../channels/use-open-direct.ts'
import { findingTexts } from '../texts/index.ts'
import type { Candidate } from './rank.ts'

export interface JumpOption extends Candidate {
  picture: ReactNode
  /** Said behind the label. */
  hint?: string | undefined
  run: () => void
}

/** All that one can jump to: channels, one’s own and others of that name, people, screens and what can be begun. */
export function useCandidates(name: string, people: readonly User[]): JumpOption[] {
  const texts = useTexts(findingTexts)
  const { formerMember } = useTexts(chatTexts)
  const { parley, me, workspaceId, unread } = useStore()
  const mine = useTopic('channels', ({ channels }) => channels.mine)
  const [, navigate] = useLocation()
  const attempt = useAttempt()
  const openDirect = useOpenDirect()
  const actions = useActions()
  const query = useRested(name).slice(0, 100) || undefined
  const { data: others = [] } = useQuery({
    queryKey: ['channels', 'others', query],
    queryFn: async () => {
      const others = { workspace_id: workspaceId, is_member: false, is_archived: false }
      return (await parley.channels.list({ ...others, query, limit: 50 })).channels
    },
    placeholderData: keepPreviousData,
  })

  const channelOption = (channel: MyChannel): JumpOption => {
    const { id, channel_type, is_private, is_member, is_archived, last_message_at, participants } = channel
    const isDirect = channel_type === 'dm'
    const name = nameOf(channel, me.uuid, formerMember)
    const others = (participants ?? []).filter((each) => each.id !== me.uuid)
    const Icon = is_private ? Lock : Hash
    return {
      key: id,
      label: name,
      alias: isDirect ? others.map(({ handle }) => handle).join(' ') : channel.name,
      kind: isDirect ? 'direct' : 'channel',
      // What is unread comes first.
      recency: Date.parse(last_message_at ?? channel.created_at) + (unread.in(id)?.unread_count ? Date.now() : 0),
      picture: !isDirect ? (
        <Icon aria-hidden />
      ) : others.length > 1 ? (
        <Users aria-hidden />
      ) : (
        <Avatar name={name} url={others[0]?.avatar_url} size={20} />
      ),
      hint: is_archived ? texts.archivedChannel : is_member ? undefined : texts.notJoined,
      run: () => navigate(channelPath({ channelId: id })),
    }
  }
  const personOption = ({ user_id, display_name, handle, avatar_url }: User): JumpOption => ({
    key: user_id,
    label: display_name,
    alias: handle,
    kind: 'person',
    recency: 0,
    picture: <Avatar name={display_name} url={avatar_url} size={20} />,
    hint: handle === null ? undefined : `@${handle}`,
    run: () => void attempt(async () => navigate(channelPath({ channelId: await openDirect([user_id]) }))),
  })
  // Whoever is in a direct message of two is there already.
  const met = new Set(
    mine
      .filter(({ participants }) => participants?.length === 2)
      .flatMap((each) => each.participants!.map(({ id }) => id)),
  )
  return [
    ...mine.map(channelOption),
    ...others.map(channelOption),
    ...people.filter(({ user_id }) => user_id !== me.uuid && !met.has(user_id)).map(personOption),
    ...actions,
  ]
}

function useActions(): JumpOption[] {
  const shell = useTexts(shellTexts)
  const { keys } = useTexts(findingTexts)
  const [, navigate] = useLocation()
  const isGuest = useRole() === 'guest'
  const action = (label: string, Icon: LucideIcon, run: () => void): JumpOption => ({
    key: label,
    label,
    kind: 'action',
    recency: 0,
    picture: <Icon aria-hidden />,
    run,
  })
  return [
    action(shell.threads, MessagesSquare, () => navigate('/threads')),
    action(shell.mentions, AtSign, () => navigate('/mentions')),
    action(shell.drafts, PencilLine, () => navigate('/drafts')),
    ...(isGuest
      ? []
      : [
          action(shell.browse, Compass, () => navigate('/channels')),
          action(shell.createChannel, Plus, () => openDialog({ name: 'create channel' })),
          action(shell.newDirect, Plus, () => openDialog({ name: 'new direct' })),
        ]),
    action(keys.title, Keyboard, () => openDialog({ name: 'keys' })),
  ]
}
