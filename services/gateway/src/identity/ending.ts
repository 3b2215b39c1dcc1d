import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { GatewayContext } from '../context.ts'
import type { Db } from '../db.ts'
import { applyAccessChanges, recordAccessChanges } from './access.ts'
import { deleteBrowserSession, findBrowserSessionOf } from './store/browser-sessions.ts'
import { revokeOwnSession } from './store/sessions.ts'

/**
 * Ends a person's session, or browser session with all that it has bought, on every gateway and with its sockets.
 *
 * @param session its id, or that of a session that a browser session has bought: then this one ends
 * @returns false when it had ended, or is not theirs
 */
export async function endSession(
  ctx: GatewayContext,
  session: { id: string; userId: string },
  trace: Trace,
): Promise<boolean> {
  const ended = await transaction(ctx.db, async (tx) => {
    const changes = await end(tx, session)
    await recordAccessChanges(tx, changes ?? [], trace)
    return changes
  })
  await applyAccessChanges(ctx, ended ?? [])
  return ended !== undefined
}

async function end(tx: Db, { id, userId }: { id: string; userId: string }) {
  const own = await revokeOwnSession(tx, { id, userId })
  if (own) return [own]
  const browserSessionId = await findBrowserSessionOf(tx, { sessionId: id, userId })
  return deleteBrowserSession(tx, { id: browserSessionId ?? id, userId })
}

export const noSuchSession = () => new ServiceError('not_found', 'No such session.')
