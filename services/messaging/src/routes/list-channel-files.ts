import { listChannelFiles } from '@parley/contracts/messages/files'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { findMessagesWithFiles } from '../store/messages-with-files.ts'

export const listChannelFilesRoute = ({ db }: Context) =>
  route(listChannelFiles, async ({ params, query, caller }) => {
    const found = await findMessagesWithFiles(db, caller, params.id, query)
    if (!found) throw noSuchChannel()
    if (!found.cursorFound) throw invalid('before', 'Must be a message of this channel with files.')
    return ok({ success: true as const, messages: found.messages, has_more: found.hasMore })
  })
