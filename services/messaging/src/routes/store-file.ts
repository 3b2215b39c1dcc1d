import { storeFile } from '@parley/contracts/messages/files'
import { ok } from '@parley/kit/route'
import type { ChannelFiles } from '../channel-files.ts'

export const storeFileRoute = ({ files }: { files: ChannelFiles }) =>
  files.uploadRoute(storeFile, {
    placeOf: ({ channel_id }) => channel_id,
    answer: async (_tx, { files: [file] }) => ok({ success: true as const, data: file!, meta: {} }),
  })
