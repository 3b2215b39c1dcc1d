import { actingUser } from '@parley/kit/assertion'
import { type Request, shareOfChannel } from '@parley/kit/route'
import type { Context } from './context.ts'
import { findChannelOfMessage } from './store/locked-message.ts'

type AboutMessage = Pick<Request, 'caller'> & {
  params: { id: string }
  query?: { user_id?: string | null | undefined }
  body?: { user_id?: string | null | undefined }
}

/** Counts a request against the share of the channel of the message in its path, if the caller can see the message. */
export const writesToChannelOfMessage = ({ db }: Pick<Context, 'db'>) => ({
  async findHolders({ params, query, body, caller }: AboutMessage) {
    const person = { workspaceId: caller.workspaceId, userId: actingUser(caller, body?.user_id ?? query?.user_id) }
    const channelId = await findChannelOfMessage(db, person, params.id)
    return channelId === undefined ? {} : shareOfChannel(caller, channelId)
  },
})
