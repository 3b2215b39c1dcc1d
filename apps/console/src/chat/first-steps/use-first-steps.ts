import type { MyChannel } from '@parley/client/index'
import { useEffect } from 'react'
import { useAsked, useRefresh, useRefreshOn } from '../../admin/parts/asked.ts'
import { useTopic } from '../../shell/workspace-provider.tsx'
import type { WorkspaceStore } from '../../store/workspace.ts'

export const firstStepsKey = 'first steps'

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

export function useFirstSteps() {
  const general = useGeneral()
  const refresh = useRefresh()
  // What was done elsewhere meanwhile is ticked as well.
  useEffect(() => void refresh([firstStepsKey]), [refresh])
  useRefreshOn('message.created', firstStepsKey)
  useRefreshOn('conversation.created', firstStepsKey)
  return useAsked([firstStepsKey], (store) => look(store, general!.id), general !== undefined)
}

async function look({ parley, workspaceId, me }: WorkspaceStore, generalId: string): Promise<FirstSteps> {
  const [messages, members, invitations, conversations, demo] = await Promise.all([
    parley.messages.list({ channel_id: generalId, limit: 100 }),
    parley.workspaces.listMembers({ id: workspaceId, limit: 2 }),
    parley.workspaces.listInvitations({ id: workspaceId, limit: 1 }),
    parley.tenant.listConversations({ limit: 1 }),
    parley.demo.get(),
  ])
  const said = messages.data.filter((message) => 'author_type' in message)
  return {
    hasSaid: said.some(({ user_id }) => user_id === me.uuid),
    hasAsked: said.some(({ author_type }) => author_type === 'twin'),
    hasInvited: members.data.length > 1 || invitations.data.length > 0,
    hasVisitor: conversations.total > 0,
    hasDemo: demo.data.is_loaded,
  }
}
