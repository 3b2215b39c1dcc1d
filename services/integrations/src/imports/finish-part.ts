import { transaction } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { Context } from '../context.ts'
import { setArchived } from '../store/import-channels.ts'
import { forgetGaps } from '../store/import-days.ts'
import { endPart, lockPendingPart } from '../store/import-parts.ts'
import type { ImportRef } from '../store/imports.ts'
import type { PlacedChannel } from './channels-of-part.ts'

/** Ends a part; what is archived in the source is archived here. */
export async function finishPart(
  { db, outbox }: Context,
  ref: ImportRef,
  number: number,
  channels: readonly PlacedChannel[],
  error: string | null,
  trace: Trace,
): Promise<void> {
  const { workspaceId } = ref
  await transaction(db, async (tx) => {
    if (!(await lockPendingPart(tx, ref, number))) return
    for (const { is_archived: isArchived, channel_id: channelId } of channels)
      if (isArchived) await setArchived(tx, { workspaceId, channelId }, true, trace)
    await forgetGaps(
      tx,
      ref,
      channels.map((each) => each.number),
    )
    await endPart(tx, ref, number, error)
  })
  outbox.notify('channels')
}
