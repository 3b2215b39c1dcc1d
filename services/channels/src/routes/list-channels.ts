import { listChannels } from '@parley/contracts/channels/channels'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchWorkspace } from '../domain/refusals.ts'
import { findChannelPage } from '../store/channels.ts'

export const listChannelsRoute = ({ db }: Context) =>
  route(listChannels, async ({ query, caller }) => {
    if (query.workspace_id !== caller.workspaceId) throw noSuchWorkspace()
    const { is_archived: isArchived, is_member: isMember, is_hidden: isHidden, workspace_id: _, ...asked } = query
    const page = await findChannelPage(db, caller, { isArchived, isMember, isHidden, ...asked })
    if (!page) throw noSuchWorkspace()
    const { channels, total } = page
    const { limit, offset } = query
    const pagination = { limit, offset, total, hasMore: offset + channels.length < total }
    return ok({ success: true as const, channels, pagination })
  })
