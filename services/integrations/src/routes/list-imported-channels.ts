import { listImportedChannels } from '@parley/contracts/imports/imports'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { refOf } from '../domain/import-ref.ts'
import { noSuchImport } from '../domain/refusals.ts'
import { listImportedChannels as list } from '../store/import-channels.ts'
import { findImport } from '../store/imports.ts'

export const listImportedChannelsRoute = ({ db }: Context) =>
  route(listImportedChannels, async ({ params, query: { after, limit }, caller }) => {
    const ref = refOf(params, caller)
    if (!(await findImport(db, ref))) throw noSuchImport()
    return ok({ success: true as const, data: await list(db, ref, { after, limit }), meta: {} })
  })
