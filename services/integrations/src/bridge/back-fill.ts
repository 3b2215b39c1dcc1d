import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Context } from '../context.ts'
import type { PlatformClient, RawEvent, RemoteMessage } from '../platforms/platform.ts'

/** Of a channel, as many messages are looked for at once at most; what is older is for an import. */
const maxMessages = 5_000
const pageSize = 100

const BackFill = z.object({ back_fill: z.object({ since: z.iso.datetime() }) })

/**
 * Has what may have been missed in a channel asked for: in the channel's own queue, so that it is applied in its order and
 * by nobody else at once.
 *
 * @param since when the oldest message that may be missing was written
 */
export const backFillOf = (channelId: string, since: Date): RawEvent => ({
  id: `back-fill:${randomUUID()}`,
  channelId,
  at: null,
  payload: { back_fill: { since: since.toISOString() } },
})

/** Since when a channel is asked for; undefined where an event is the platform's own. */
export function sinceOf({ id, payload }: RawEvent): Date | undefined {
  const { data } = id.startsWith('back-fill:') ? BackFill.safeParse(payload) : {}
  return data && new Date(data.back_fill.since)
}

/** What a channel has, oldest first; what is beyond the bound is left out, with a line in the log. */
export async function readSince(
  ctx: Context,
  client: PlatformClient,
  channelId: string,
  since: Date,
  signal: AbortSignal,
): Promise<readonly RemoteMessage[]> {
  const found: RemoteMessage[] = []
  for (let cursor: string | null = null; client.fetchHistory; ) {
    const request = { channelId, cursor, since, until: null, limit: pageSize }
    const page: Awaited<ReturnType<typeof client.fetchHistory>> = await client.fetchHistory(request, signal)
    found.push(...page.messages)
    cursor = page.cursor
    if (cursor === null) break
    if (found.length < maxMessages) continue
    ctx.log.warn({ channel: channelId, since }, 'more was missed than is asked for at once')
    break
  }
  return found.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}
