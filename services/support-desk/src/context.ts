import type { Files } from '@parley/files/files'
import type { Receipts } from '@parley/kit/receipts'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { SecretBox } from '@parley/kit/secret-box'
import type { ServiceClient } from '@parley/kit/service-client'
import type { VisitorTokens } from '@parley/kit/visitor-tokens'
import type { WidgetTickets } from '@parley/kit/widget-tickets'
import type { Kysely } from 'kysely'
import type { PlaceOf } from './geo/geo.ts'
import type { MailIfUnseen } from './mail/mail-if-unseen.ts'
import type { OnlineAgents } from './online-agents.ts'
import type { DB } from './schema.ts'
import type { VisitorLimits } from './visitor-limits.ts'

/** The database or a transaction. */
export type Db = Kysely<DB>

/** The files of conversations: agents upload to a conversation, and visitors to what they write themselves. */
export type DeskFiles = Files<DB, void>

/** What routes and jobs are given. */
export interface Context extends Pick<ServiceRuntime<DB>, 'db' | 'outbox' | 'redis' | 'config' | 'log'> {
  /** Where visitors are. */
  placeOf: PlaceOf
  files: DeskFiles
  secrets: SecretBox
  visitorTokens: VisitorTokens
  tickets: WidgetTickets
  receipts: Receipts
  /** The origin of `PUBLIC_URL`. */
  publicOrigin: string
  onlineAgents: OnlineAgents
  visitorLimits: VisitorLimits
  /** Undefined where the operator has turned AI off. */
  chatEngine: ServiceClient<'chat-engine'> | undefined
  mailIfUnseen: MailIfUnseen
  /** Where a workspace's desk gets mail; null where the deployment takes in none. */
  mailAddressOf: (workspaceId: string) => string | null
}
