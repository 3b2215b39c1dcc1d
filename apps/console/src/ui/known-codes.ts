import type { KnowledgeDocument, PlatformConnection } from '@parley/client/index'
import type { ErrorCode } from '@parley/client/parley-error'

/** What has a text: what is answered, what documents and connections fail with, why a connection is closed, and the rest. */
export type KnownCode =
  | ErrorCode
  | NonNullable<KnowledgeDocument['error']>['code']
  | NonNullable<PlatformConnection['lastError']>['code']
  | 'revoked'
  | 'expired'
  | 'flooding'
  | 'closed'
  | 'cancelled'
  | 'context_exceeded'
  | 'offline'

export type ErrorTexts = Readonly<Record<KnownCode, string>>
