import { createChannel } from '@parley/contracts/channels/channels'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { created, ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { archived, noSuchChannel, noSuchPerson, noSuchWorkspace } from '../domain/refusals.ts'
import { getChannel, insertChannel, lockDirectMessage, lockParent } from '../store/channels.ts'
import { addFirstMembers, addMembers, lockPeople, setHidden } from '../store/members.ts'

export const createChannelRoute = ({ db, outbox }: Context) =>
  route(createChannel, async (request) => {
    const { body, caller, trace } = request
    const { workspaceId, userId } = caller
    if (body.workspace_id !== workspaceId) throw noSuchWorkspace()
    const isDirect = body.channel_type === 'dm'
    const people = [...new Set([userId, ...(body.member_ids ?? [])])].sort()

    const answer = await transact(db, request, async (tx) => {
      const roles = await lockPeople(tx, workspaceId, people)
      const role = roles.get(userId)
      if (!role) throw noSuchWorkspace()
      if (role === 'guest') throw new ServiceError('forbidden', 'Guests cannot create channels.')
      if (roles.size < people.length) throw noSuchPerson()

      const parentChannelId = isDirect ? undefined : body.parent_channel_id
      const parent = parentChannelId ? await lockParent(tx, caller, parentChannelId) : undefined
      if (parentChannelId && !parent) throw noSuchChannel()
      if (parent?.isArchived) throw archived()

      const id = await insertChannel(tx, {
        workspaceId,
        createdBy: userId,
        name: isDirect ? undefined : body.name,
        displayName: body.display_name,
        description: body.description,
        topic: body.topic,
        channelType: body.channel_type,
        isPrivate: isDirect || body.is_private || parent?.isPrivate === true,
        parentChannelId,
        participants: isDirect ? people : undefined,
      })
      if (id) {
        await addFirstMembers(tx, workspaceId, id, people, trace)
        return created({ success: true as const, channel: await getChannel(tx, caller, id) })
      }
      if (!isDirect)
        throw new ServiceError('conflict', 'A channel of this name exists.', {
          details: [{ path: 'name', message: 'Is taken.' }],
        })
      const existing = await lockDirectMessage(tx, workspaceId, people)
      // Whoever left the workspace and came back gets the conversation back.
      await addMembers(tx, caller, existing, people, trace)
      await setHidden(tx, caller, existing, false, trace)
      return ok({ success: true as const, channel: await getChannel(tx, caller, existing) })
    })
    outbox.flush()
    return answer
  })
