import type { ImportedMessage } from '@parley/contracts/messages/writing'
import type { Trace } from '@parley/kit/trace'
import { awaitConsents, findOptedOut } from '../consent/store.ts'
import type { Db } from '../context.ts'
import type { PlacedChannel } from './channels-of-part.ts'
import { type Stored, storeMessages } from './store-messages.ts'

/** Stores messages of an archive, without those of authors who have opted out on its platform. */
export async function storeArchived(
  tx: Db,
  workspaceId: string,
  channel: PlacedChannel,
  given: ImportedMessage[],
  trace: Trace,
): Promise<Stored> {
  const byPlatform = Map.groupBy(
    given.flatMap(({ author }) => (author.type === 'bridged' ? author : [])),
    ({ platform }) => platform,
  )
  const optedOut = new Map<string, ReadonlySet<string>>()
  for (const [platform, authors] of [...byPlatform].sort()) {
    await awaitConsents(tx, { workspaceId, platform })
    const ids = [...new Set(authors.map((author) => author.foreign_id))]
    optedOut.set(platform, await findOptedOut(tx, workspaceId, platform, ids))
  }
  const isOut = ({ author }: ImportedMessage) =>
    author.type === 'bridged' && optedOut.get(author.platform)?.has(author.foreign_id) === true
  const wanted = given.filter((message) => !isOut(message))
  const stored = await storeMessages(tx, workspaceId, channel, wanted, trace)
  const leftOut = given.filter(isOut).map(({ key }) => ({ key, code: 'opted_out' as const }))
  return { ...stored, problems: [...stored.problems, ...leftOut] }
}
