import * as channels from './channels.ts'
import * as chat from './chat.ts'
import * as identity from './identity.ts'
import type { Cases } from './inputs.ts'
import * as messages from './messages.ts'

/** The tables, an area each. */
export const tables: readonly string[] = [identity, channels, messages, chat].map(({ expectations }) => expectations)

/** The request of every row of the tables, by endpoint and by what the row is about. */
export const cases: Cases = { ...identity.cases, ...channels.cases, ...messages.cases, ...chat.cases }
