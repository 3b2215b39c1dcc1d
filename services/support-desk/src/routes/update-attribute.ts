import { updateAttribute } from '@parley/contracts/desk/attributes'
import { audited } from '@parley/kit/audit'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchAttribute } from '../domain/refusals.ts'
import * as store from '../store/attributes.ts'
import { lockDesk } from '../store/desks.ts'

export const updateAttributeRoute = ({ db }: Context) =>
  route(updateAttribute, async (request) => {
    const {
      params: { id },
      body,
      caller: { workspaceId },
    } = request
    const attribute = await audited(db, request, async (tx) => {
      await lockDesk(tx, workspaceId)
      const before = await store.findAttribute(tx, workspaceId, id)
      if (!before) throw noSuchAttribute()
      const { type, choices } = { ...before, choices: body.choices ?? before.choices }
      if ((type === 'choice') !== choices.length > 0)
        throw invalid('choices', 'Must be there for a choice, and for nothing else.')
      return store.updateAttribute(tx, workspaceId, id, body)
    })
    return ok(attribute)
  })
