import { listChannelMembers } from '@parley/contracts/channels/channels'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { findMemberPage } from '../store/members.ts'

export const listChannelMembersRoute = ({ db }: Context) =>
  route(listChannelMembers, async ({ params, query, caller }) => {
    const page = await findMemberPage(db, caller, params.id, query)
    if (!page) throw noSuchChannel()
    if (!page.afterIsMember) throw invalid('after', 'Is not a member of this channel; start over.')
    const { members, count } = page
    return ok({ success: true as const, members, count })
  })
