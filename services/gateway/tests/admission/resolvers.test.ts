import { randomUUID } from 'node:crypto'
import { createLog } from '@parley/kit/log'
import { createVisitorTokens } from '@parley/kit/visitor-tokens'
import { expect, it } from 'vitest'
import { createResolverOf } from '../../src/admission/resolvers.ts'
import { createVisitorResolver } from '../../src/admission/visitor-tokens.ts'
import type { Db } from '../../src/db.ts'
import { createCredentials } from '../../src/identity/credentials.ts'
import { newApiKey } from '../../src/identity/domain/secrets.ts'

const tokens = createVisitorTokens({ VISITOR_TOKEN_SECRETS: ['s'.repeat(32)] })
const credentials = createCredentials({
  db: undefined as unknown as Db,
  jwtSecret: 'j'.repeat(32),
  prefix: 'p',
  log: createLog('resolvers', { LOG_LEVEL: 'silent' }),
})
const { sessions, apiKeys } = credentials
const visitors = createVisitorResolver({ tokens, mayVisit: async () => true, prefix: 'p' })
const kinds = { sessions, apiKeys, visitors }

const ids = { visitorId: randomUUID(), workspaceId: randomUUID(), widgetKeyId: randomUUID(), siteId: randomUUID() }
const session = { id: randomUUID(), userId: randomUUID(), workspaceId: null, expiresAt: '2999-01-01T00:00:00.000Z' }

it.each([
  ['sessions', credentials.issue(session)],
  ['apiKeys', newApiKey().key],
  ['visitors', tokens.issue(ids, 60)],
] as const)('the form of a token says that it is of %s, whatever their order, and of nothing else', (kind, token) => {
  const all = Object.values(kinds)
  for (const resolvers of [all, all.toReversed()]) expect(createResolverOf(resolvers)(token)).toBe(kinds[kind])
  expect(all.filter(({ matches }) => matches(token))).toEqual([kinds[kind]])
})

it.each(['', 'garbage', 'a.b', 'prl_sk_live_0', `prl_vt_${'x'.repeat(5_000)}`])('%s is no token of ours', (token) => {
  expect(createResolverOf(Object.values(kinds))(token)).toBeUndefined()
})
