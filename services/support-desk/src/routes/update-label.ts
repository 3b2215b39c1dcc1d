import { updateLabel } from '@parley/contracts/desk/labels'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { labelNameTaken, noSuchLabel } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import * as store from '../store/labels.ts'
import { countNamed } from '../store/names.ts'

export const updateLabelRoute = ({ db }: Context) =>
  route(updateLabel, async (request) => {
    const {
      params: { id },
      body,
      caller: { workspaceId },
    } = request
    const label = await audited(db, request, async (tx) => {
      await lockDesk(tx, workspaceId)
      const before = await store.findLabel(tx, workspaceId, id)
      if (!before) throw noSuchLabel()
      const { holder } = await countNamed(tx, 'labels', workspaceId, body.name ?? before.name)
      if (holder !== null && holder !== id) throw labelNameTaken()
      return store.updateLabel(tx, workspaceId, id, body)
    })
    return ok(label)
  })
