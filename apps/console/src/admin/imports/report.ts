import type { Output } from '@parley/client/index'

/** What has become of a channel of an import. */
export type ImportedChannel = Output<'listImportedChannels'>['data'][number]
/** A day of a channel, on both sides. */
export type ImportedDay = Output<'getImportProof'>['data'][number]
