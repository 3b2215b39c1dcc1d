import type { Context } from '../context.ts'
import type { PlatformClient, RemoteMessage } from '../platforms/platform.ts'

/** Of a channel, as many messages are looked for at once at most; what is older is for an import. */
const maxMessages = 5_000
const pageSize = 100

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
