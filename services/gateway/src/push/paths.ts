import type { Conversation } from '@parley/contracts/desk/conversation'
import type { Message } from '@parley/contracts/messages/message'
import { encodeId } from '@parley/contracts/type-id'

/** Where the console shows a message: a reply, in its thread. */
export function pathOfMessage({
  id,
  workspace_id,
  channel_id,
  parent_message_id,
}: Pick<Message, 'id' | 'workspace_id' | 'channel_id' | 'parent_message_id'>): string {
  const thread = parent_message_id ? `&t=${encodeId('msg', parent_message_id)}` : ''
  return `/app/${encodeId('wsp', workspace_id)}/c/${encodeId('ch', channel_id)}?m=${encodeId('msg', id)}${thread}`
}

/** Where the console shows a conversation to an agent: among those that wait, or among their own. */
export const pathOfConversation = (workspaceId: string, { id, status }: Pick<Conversation, 'id' | 'status'>): string =>
  `/app/${encodeId('wsp', workspaceId)}/desk/${status === 'WAITING' ? 'waiting' : 'mine'}/${id}`
