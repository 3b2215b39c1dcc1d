import { type AuthorId, changeMessage } from '@parley/contracts/messages/writing'
import { ServiceError } from '@parley/kit/errors'
import { traceFrom } from '@parley/kit/trace'
import { authorIdOf, originOf } from '../bridge/authors.ts'
import { changerOf } from '../bridge/changing.ts'
import { changeLink, type Link } from '../bridge/links.ts'
import type { Context } from '../context.ts'
import {
  keepRetraction,
  listRetracted,
  listRetractedOfArchives,
  type Retraction,
  takeRetractions,
} from './retractions.ts'

const everyMs = 1_000
const atOnce = 4
/** How long an author is taken; a page takes less. */
const leaseMs = 120_000
const page = 50
/** What is in an archived channel cannot be deleted: it is looked at again once it may have been opened. */
const againMs = 3_600_000

/** Deletes what came in from authors who have opted out. */
export function retractMessages(ctx: Context): void {
  ctx.every('retract-messages', everyMs, async (signal) => {
    const taken = await takeRetractions(ctx.db, atOnce, leaseMs)
    await Promise.all(taken.map((each) => retract(ctx, each, signal)))
    return taken.length === atOnce ? 0 : undefined
  })
}

async function retract(ctx: Context, retraction: Retraction, signal: AbortSignal): Promise<void> {
  let isWhole = true
  const keeps = async () => !signal.aborted && (await keepRetraction(ctx.db, retraction, leaseMs))
  for (let last: Link | undefined, hasMore = true; hasMore; ) {
    const links = await listRetracted(ctx.db, retraction, last, page)
    for (const link of links) isWhole = (await retractLinked(ctx, retraction, link)) && isWhole
    if (!(await keeps())) return
    last = links.at(-1)
    hasMore = links.length === page
  }
  const author = authorIdOf(retraction.platform, retraction.foreignId)
  for (let last: string | undefined, hasMore = true; hasMore; ) {
    const ids = await listRetractedOfArchives(ctx.db, retraction, last, page)
    for (const id of ids) isWhole = (await deleteMessage(ctx, retraction, id, author)) && isWhole
    if (!(await keeps())) return
    last = ids.at(-1)
    hasMore = ids.length === page
  }
  await keepRetraction(ctx.db, retraction, isWhole ? null : againMs)
}

/** @returns false where it cannot be deleted yet */
async function retractLinked(ctx: Context, account: Retraction, link: Link): Promise<boolean> {
  // Whose author has unlinked their account since is somebody's of Parley, who deletes it here.
  const author = await changerOf({ ctx, account }, link)
  if (author && !(await deleteMessage(ctx, account, link.messageId!, author))) return false
  await changeLink(ctx.db, account, link, { isGone: true })
  return true
}

/** Deletes a message here, unless it is gone already. @returns false where it cannot be deleted yet */
async function deleteMessage(ctx: Context, account: Retraction, id: string, author: AuthorId): Promise<boolean> {
  try {
    await ctx.messaging.call(
      changeMessage,
      { id, author, change: { type: 'delete' }, origin: originOf(account) },
      {
        workspaceId: account.workspaceId,
        userId: null,
        trace: traceFrom(undefined, undefined),
        idempotencyKey: `retract:${id}`,
      },
    )
  } catch (error) {
    const code = error instanceof ServiceError ? error.code : undefined
    if (code === 'conflict') return false
    if (code !== 'not_found' && code !== 'forbidden') throw error
  }
  return true
}
