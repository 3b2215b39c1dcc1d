import { createApiKey } from '@parley/contracts/identity/api-keys'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { created, route } from '@parley/kit/route'
import type { RateLimiter } from '../../admission/rate-limiter.ts'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { requireValidCredential } from '../credential-check.ts'
import type { Passwords } from '../domain/passwords.ts'
import { hashSecret, newApiKey } from '../domain/secrets.ts'
import { checkCurrentPassword } from '../password-check.ts'
import { insertKey, maxKeys } from '../store/api-keys.ts'

const field = 'current_password'

export const createApiKeyRoute = (ctx: GatewayContext, passwords: Passwords, rateLimiter: RateLimiter) =>
  route(createApiKey, async (request) => {
    const { body, caller, ip } = request
    const scopes = [...new Set(body.scopes)]
    const beyond = scopes.filter((scope) => caller.scopes && !caller.scopes.includes(scope))
    if (beyond.length > 0)
      throw new ServiceError('forbidden', `A key cannot give what it does not have: ${beyond.join(', ')}.`)
    // A script that gets hold of a page's token must not get what outlives it.
    if (caller.credential === 'browser')
      await checkCurrentPassword({ db: ctx.db, passwords, rateLimiter }, { caller, ip }, field, body[field])
    const { key, prefix } = newApiKey()
    const kept = { name: body.name, prefix, hash: hashSecret(key), scopes }
    const made = await audited(ctx.db, request, async (tx) => {
      await requireValidCredential(tx, caller)
      const inserted = await insertKey(tx, caller, kept)
      if (!inserted) throw new ServiceError('conflict', `You have ${maxKeys} keys already: delete one first.`)
      return inserted
    })
    return created(succeeded({ ...made, key }))
  })
