import { createLabel, maxLabels } from '@parley/contracts/desk/labels'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { labelNameTaken } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import { insertLabel } from '../store/labels.ts'
import { countNamed } from '../store/names.ts'

export const createLabelRoute = ({ db }: Context) =>
  route(createLabel, async (request) =>
    transact(db, request, async (tx) => {
      const { body, caller } = request
      const { workspaceId } = caller
      await lockDesk(tx, workspaceId)
      const { count, holder } = await countNamed(tx, 'labels', workspaceId, body.name)
      if (holder !== null) throw labelNameTaken()
      if (count >= maxLabels) throw new ServiceError('conflict', `A workspace has at most ${maxLabels} labels.`)
      return ok(await insertLabel(tx, workspaceId, body))
    }),
  )
