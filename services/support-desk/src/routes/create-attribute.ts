import { attributeLimits, createAttribute } from '@parley/contracts/desk/attributes'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { insertAttribute, listAttributes } from '../store/attributes.ts'
import { lockDesk } from '../store/desks.ts'

export const createAttributeRoute = ({ db }: Context) =>
  route(createAttribute, async (request) =>
    transact(db, request, async (tx) => {
      const { body, caller } = request
      const { workspaceId } = caller
      await lockDesk(tx, workspaceId)
      const attributes = await listAttributes(tx, workspaceId)
      if (attributes.some(({ key }) => key === body.key))
        throw new ServiceError('conflict', 'Another attribute has this key.')
      const max = attributeLimits.attributes
      if (attributes.length >= max) throw new ServiceError('conflict', `A workspace has at most ${max} attributes.`)
      return ok(await insertAttribute(tx, workspaceId, body))
    }),
  )
