import { readFile } from '@parley/contracts/messages/files'
import { ServiceError } from '@parley/kit/errors'
import { route } from '@parley/kit/route'
import { personOf } from '../acting-person.ts'
import type { ChannelFiles } from '../channel-files.ts'

export const readFileRoute = ({ files }: { files: ChannelFiles }) =>
  route(readFile, async ({ params, caller }) => {
    const { workspaceId, userId } = personOf(caller)
    const reader = { kind: 'user', id: userId } as const
    const content = await files.findContentFor({ workspaceId, fileId: params.id, reader })
    if (!content) throw new ServiceError('not_found', 'No such file.')
    return content
  })
