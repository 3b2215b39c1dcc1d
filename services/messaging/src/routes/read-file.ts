import { readFile } from '@parley/contracts/messages/files'
import { ServiceError } from '@parley/kit/errors'
import { route } from '@parley/kit/route'
import { personOf } from '../acting-person.ts'
import { type ChannelFiles, mayQuoteIn } from '../channel-files.ts'

export const readFileRoute = ({ files }: { files: ChannelFiles }) =>
  route(readFile, async ({ params, query, caller }) => {
    const { workspaceId, userId } = personOf(caller)
    const { destination_channel_id: destination } = query
    const id = { workspaceId, fileId: params.id, reader: { kind: 'user', id: userId } } as const
    const content = await files.findContentFor(id, destination === undefined ? undefined : mayQuoteIn(destination))
    if (!content) throw new ServiceError('not_found', 'No such file.')
    return content
  })
