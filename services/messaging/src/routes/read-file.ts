import { readFile } from '@parley/contracts/messages/files'
import { ServiceError } from '@parley/kit/errors'
import { route } from '@parley/kit/route'
import { personOf } from '../acting-person.ts'
import { type ChannelFiles, mayGoOut, mayQuoteIn } from '../channel-files.ts'

export const readFileRoute = ({ files }: { files: ChannelFiles }) =>
  route(readFile, async ({ params, query, caller }) => {
    const { workspaceId, userId } = personOf(caller)
    const { destination_channel_id: destination, goes_out: goesOut } = query
    if (goesOut && caller.service !== 'integrations')
      throw new ServiceError('forbidden', 'Only what sends messages to other platforms reads files for that.')
    const id = { workspaceId, fileId: params.id, reader: { kind: 'user', id: userId } } as const
    const quoted = destination === undefined ? undefined : mayQuoteIn(destination)
    const content = await files.findContentFor(id, goesOut ? mayGoOut : quoted)
    if (!content) throw new ServiceError('not_found', 'No such file.')
    return content
  })
