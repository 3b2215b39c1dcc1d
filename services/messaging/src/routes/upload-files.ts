import { uploadFiles } from '@parley/contracts/messages/files'
import { ServiceError } from '@parley/kit/errors'
import { ok } from '@parley/kit/route'
import type { ChannelFiles } from '../channel-files.ts'

export const uploadFilesRoute = ({ files }: { files: ChannelFiles }) =>
  files.uploadRoute(uploadFiles, {
    placeOf: ({ conversation_id, workspace_id }, { workspaceId }) => {
      if (workspace_id !== undefined && workspace_id !== workspaceId)
        throw new ServiceError('not_found', 'No such workspace.')
      return conversation_id
    },
    keepsMetadata: (fields) => fields.keep_metadata,
    answer: async (_tx, { files, fields: { conversation_type: type }, placeId, place: { channelType } }) =>
      ok({
        success: true as const,
        data: {
          files, // signed as it is answered
          conversation_id: placeId,
          conversation_type: type ?? (channelType === 'dm' ? 'dm' : 'channel'),
        },
      }),
  })
