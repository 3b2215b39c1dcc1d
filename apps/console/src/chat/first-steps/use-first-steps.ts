import type { MyChannel } from '@parley/client/index'
import { useEffect } from 'react'
import { useAsked, useRefresh, useRefreshOn } from '../../admin/parts/asked.ts'
import { useStore, useTopic } from '../../shell/workspace-provider.tsx'
import type { WorkspaceStore } from '../../store/workspace.ts'

export const firstStepsKey = 'first steps'
const messagesKey = 'first messages'

/** What has been tried already. */
interface FirstSteps {
  hasSaid: boolean
  hasAsked: boolean
  hasInvited: boolean
  hasVisitor: boolean
  hasDemo: boolean
}

/** The channel in which everybody is. */
export const useGeneral = (): MyChannel | undefined =>
  useTopic('channels', ({ channels }) => channels.mine.find(({ name }) => name === 'general'))

/** What was done; what was done elsewhere meanwhile is ticked as well. */
export function useFirstSteps(): {
  data: FirstSteps | undefined
  error: Error | null
  refetch: () => Promise<unknown>
} {
  const general = useGeneral()
  const { realtime } = useStore()
  const refresh = useRefresh()
  const said = useAsked([messagesKey], (store) => lookAtMessages(store, general!.id), {
    isWanted: general !== undefined,
  })
  const others = useAsked([firstStepsKey], look)
  const hasAllSaid = said.data?.hasSaid && said.data.hasAsked
  useEffect(() => void refresh([firstStepsKey], [messagesKey]), [refresh])
  useRefreshOn('conversation.created', firstStepsKey)
  useEffect(() => {
    if (hasAllSaid) return
    return realtime.on('message.created', ({ data }) => {
      if (data.channel_id === general?.id) void refresh([messagesKey])
    })
  }, [realtime, refresh, general?.id, hasAllSaid])
  return {
    data: said.data && others.data && { ...said.data, ...others.data },
    error: said.error ?? others.error,
    refetch: () => Promise.all([said.refetch(), others.refetch()]),
  }
}

async function lookAtMessages({ parley, me }: WorkspaceStore, generalId: string) {
  const { data } = await parley.messages.list({ channel_id: generalId, limit: 100 })
  const said = data.filter((message) => 'author_type' in message)
  return {
    hasSaid: said.some(({ user_id }) => user_id === me.uuid),
    hasAsked: said.some(({ author_type }) => author_type === 'twin'),
  }
}

async function look({ parley, workspaceId }: WorkspaceStore) {
  const [members, invitations, conversations, demo] = await Promise.all([
    parley.workspaces.listMembers({ id: workspaceId, limit: 2 }),
    parley.workspaces.listInvitations({ id: workspaceId, limit: 1 }),
    parley.tenant.listConversations({ limit: 1 }),
    parley.demo.get(),
  ])
  return {
    hasInvited: members.data.length > 1 || invitations.data.length > 0,
    hasVisitor: conversations.total > 0,
    hasDemo: demo.data.is_loaded,
  }
}
