import type { AssignedTwin } from '@parley/client/index'

export type Mode = AssignedTwin['participation_mode']

/** How a twin may take part in a channel. */
export const modes: readonly Mode[] = ['active', 'on-demand', 'passive']
