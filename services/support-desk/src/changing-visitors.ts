import type { Trace } from '@parley/kit/trace'
import type { Db } from './context.ts'
import { noSuchVisitor } from './domain/refusals.ts'
import { searchTextOf } from './domain/visitor-text.ts'
import { publishVisitor } from './store/visitor-events.ts'
import { lockVisitor, updateVisitor, type VisitorChange } from './store/visitors.ts'

/**
 * Changes what is given of a visitor, with the text that they are found by, and publishes it.
 *
 * @throws ServiceError 404 where there is none
 */
export async function changeVisitor(
  tx: Db,
  { workspaceId, id, trace }: { workspaceId: string; id: string; trace: Trace },
  change: VisitorChange,
): Promise<void> {
  const before = await lockVisitor(tx, workspaceId, id)
  if (!before) throw noSuchVisitor()
  const { name = before.name, email = before.email, phone = before.phone } = change
  await updateVisitor(tx, workspaceId, id, change, searchTextOf({ ...before, name, email, phone }))
  await publishVisitor(tx, workspaceId, id, trace)
}
