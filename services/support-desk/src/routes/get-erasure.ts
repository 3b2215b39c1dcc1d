import { type Erasure, getErasure, receiptAudience } from '@parley/contracts/desk/erasures'
import { encodeId } from '@parley/contracts/type-id'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchErasure } from '../domain/refusals.ts'
import { findErasure } from '../store/erasures.ts'

export const getErasureRoute = ({ db, receipts, publicOrigin }: Context) =>
  route(getErasure, async ({ params: { id }, caller: { workspaceId } }) => {
    const erasure = await findErasure(db, { workspaceId, id })
    if (!erasure) throw noSuchErasure()
    return ok({ ...erasure, receipt: erasure.state === 'running' ? null : sign(erasure) })

    /** Signs what is answered, so that one says what the other does. */
    function sign(shown: Erasure): string {
      const of = { issuer: publicOrigin, audience: receiptAudience, subject: encodeId('ers', id) }
      return receipts.sign(of, { erasure: getErasure.responses[200].omit({ receipt: true }).parse(shown) })
    }
  })
