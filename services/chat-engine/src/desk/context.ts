import type { FindPassages } from '../knowledge/sources.ts'
import type { DeskAsker } from './desk-asker.ts'

/** Dependencies of what is done for the support desk. */
export interface DeskContext {
  ask: DeskAsker
  findPassages: FindPassages
}
