import { uploadFiles } from '@parley/contracts/messages/files'
import { ServiceError } from '@parley/kit/errors'
import { ok } from '@parley/kit/route'
import type { ChannelFiles } from '../channel-files.ts'

export const uploadFilesRoute = ({ files }: { files: ChannelFiles }) =>
  files.uploadRoute(uploadFiles, {
    placeOf: ({ conversation_id, workspace_id }, { caller }) => {
      if (workspace_id !== undefined && workspace_id !== caller.workspaceId)
        throw new ServiceError('not_found', 'No such workspace.')
      return conversation_id
    },
    keepsMetadata: (fields) => fields.keep_metadata,
    answer: async (_tx, { files, uploads, fields: { conversation_type: type }, place: { channelType } }) =>
      ok({
        success: true as const,
        data: {
          files, // signed as it is answered
          conversation_id: uploads.placeId,
          conversation_type: type ?? (channelType === 'dm' ? 'dm' : 'channel'),
        },
      }),
  })
