import type { Output } from '@parley/client/index'

/** A document with its versions. */
export type WholeDocument = Output<'getKnowledge'>['data']
