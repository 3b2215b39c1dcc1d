import { createApiKey } from '@parley/contracts/identity/api-keys'
import { ServiceError } from '@parley/kit/errors'
import { created, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { requireValidCredential } from '../credential-check.ts'
import { hashSecret, newApiKey } from '../domain/secrets.ts'
import { insertKey, maxKeys } from '../store/api-keys.ts'

export const createApiKeyRoute = (ctx: GatewayContext) =>
  route(createApiKey, async ({ body, caller }) => {
    const scopes = [...new Set(body.scopes)]
    const beyond = scopes.filter((scope) => caller.scopes && !caller.scopes.includes(scope))
    if (beyond.length > 0)
      throw new ServiceError('forbidden', `A key cannot give what it does not have: ${beyond.join(', ')}.`)
    const { key, prefix } = newApiKey()
    const kept = { name: body.name, prefix, hash: hashSecret(key), scopes }
    const made = await ctx.db.transaction().execute(async (tx) => {
      await requireValidCredential(tx, caller)
      return insertKey(tx, caller, kept)
    })
    if (!made) throw new ServiceError('conflict', `You have ${maxKeys} keys already: delete one first.`)
    return created(succeeded({ ...made, key }))
  })
