import { draftReply } from '@parley/contracts/desk/assistance'
import { ServiceError } from '@parley/kit/errors'
import { ok, slowRoute } from '@parley/kit/route'
import type { Audience } from '../../knowledge/store/search.ts'
import type { DeskContext } from '../context.ts'
import { draft, questionIn } from '../draft.ts'

/** Passages that a reply is drafted from. */
const maxPassages = 8

export const draftReplyRoute = ({ findPassages, ask }: DeskContext) =>
  slowRoute(draftReply, async ({ body, caller, withinShare }) => {
    const audience = audienceOf(body.reader, caller.userId)
    return ok(
      await ask(caller, withinShare, async (asker, signal) => {
        const documents = await findPassages(
          { workspaceId: caller.workspaceId!, audience },
          questionIn(body.messages),
          maxPassages,
          signal,
        )
        return draft(asker, { ...body, documents }, signal)
      }),
    )
  })

function audienceOf(reader: 'visitor' | 'agent', userId: string | null): Audience {
  if (reader === 'visitor') return 'visitors'
  if (userId === null) throw new ServiceError('forbidden', 'A reply is suggested to a person of a workspace.')
  return { userId, channelId: null }
}
