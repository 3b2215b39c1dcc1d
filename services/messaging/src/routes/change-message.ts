import { changeMessage } from '@parley/contracts/messages/writing'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { type CallerOf, ok, type Request, route, shareOfChannel } from '@parley/kit/route'
import type { Trace } from '@parley/kit/trace'
import { findCandidates } from '@parley/text/mentions'
import type { ChannelFiles } from '../channel-files.ts'
import type { Context, Db } from '../context.ts'
import { refusalOfDeletion, refusalOfEdit, refusalOfReaction } from '../domain/refusals.ts'
import { deleteMessage } from '../store/deletions.ts'
import { editMessage } from '../store/edits.ts'
import { type Actor, findChannelForService } from '../store/locked-message.ts'
import { react } from '../store/reactions.ts'

type ChangeRequest = Request<typeof changeMessage>
type Change = ChangeRequest['body']['change']

/** Changes a message on behalf of somebody whom a service acts for, by the rules of people's own calls. */
export const changeMessageRoute = ({ db, files, indexer }: Context & { files: ChannelFiles }) =>
  route(
    changeMessage,
    {
      async findHolders({ params, caller }) {
        const workspaceId = workspaceOf(caller)
        const channelId = await findChannelForService(db, workspaceId, params.id)
        return channelId === undefined ? {} : shareOfChannel({ workspaceId }, channelId)
      },
    },
    async (request) => {
      const { params, body, caller, trace } = request
      const answer = await transact(
        db,
        request,
        async (tx) => {
          const data = await make(tx, actorOf(workspaceOf(caller), body), params.id, body.change, trace)
          return ok({ success: true as const, data, meta: {} })
        },
        { about: ({ data }) => data.channel_id },
      )
      if (body.change.type === 'edit') indexer.flush()
      if (body.change.type === 'delete') files.sweep()
      return answer
    },
  )

/** The workspace that a service acts in. */
function workspaceOf({ workspaceId }: CallerOf<typeof changeMessage>): string {
  if (workspaceId === null) throw new ServiceError('forbidden', 'A message is changed in a workspace.')
  return workspaceId
}

function actorOf(workspaceId: string, { author, origin, hops }: ChangeRequest['body']): Actor {
  const source = { origin: origin ?? null, hops }
  return author.type === 'user' ? { workspaceId, userId: author.user_id, source } : { workspaceId, author, source }
}

async function make(tx: Db, actor: Actor, id: string, change: Change, trace: Trace) {
  switch (change.type) {
    case 'edit': {
      const { content } = change
      const edit = await editMessage(tx, actor, id, { content, mentionCandidates: findCandidates(content) }, trace)
      if (!('message' in edit)) throw refusalOfEdit(edit.outcome)
      return made(edit.outcome === 'edited', edit.message.channel_id)
    }
    case 'delete': {
      const deletion = await deleteMessage(tx, actor, id, false, trace)
      if (!('tombstone' in deletion)) throw refusalOfDeletion(deletion.outcome, false)
      return made(deletion.outcome === 'deleted', deletion.tombstone.channel_id)
    }
    default: {
      const { emoji, type } = change
      const reacting = await react(tx, actor, { id, emoji, wanted: type === 'react' }, trace)
      if ('channelId' in reacting) return made(false, reacting.channelId)
      if (!('reaction' in reacting)) throw refusalOfReaction(reacting.outcome)
      return made(true, reacting.reaction.channel_id)
    }
  }
}

const made = (isChanged: boolean, channelId: string) => ({
  outcome: isChanged ? ('changed' as const) : ('unchanged' as const),
  channel_id: channelId,
})
