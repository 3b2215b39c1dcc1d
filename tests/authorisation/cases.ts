import * as channels from './channels.ts'
import * as chat from './chat.ts'
import * as connections from './connections.ts'
import * as desk from './desk.ts'
import * as deskConversations from './desk-conversations.ts'
import * as deskMail from './desk-mail.ts'
import * as deskTools from './desk-tools.ts'
import * as exports from './exports.ts'
import * as identity from './identity.ts'
import * as imports from './imports.ts'
import type { Cases } from './inputs.ts'
import * as knowledge from './knowledge.ts'
import * as messages from './messages.ts'
import * as summaries from './summaries.ts'
import * as tools from './tools.ts'
import * as twins from './twins.ts'
import * as usage from './usage.ts'
import * as webhooks from './webhooks.ts'

const areas = [
  identity,
  channels,
  messages,
  chat,
  summaries,
  tools,
  twins,
  usage,
  connections,
  knowledge,
  exports,
  imports,
  webhooks,
  desk,
  deskConversations,
  deskMail,
  deskTools,
]

/** The tables, an area each. */
export const tables: readonly string[] = areas.map(({ expectations }) => expectations)

/** The request of every row of the tables, by endpoint and by what the row is about. */
export const cases: Cases = Object.assign({}, ...areas.map(({ cases }) => cases))
