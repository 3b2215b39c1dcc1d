import type { Author } from '@parley/contracts/messages/writing'
import type { Archive, Authors, SourcePerson } from '../archives/archive.ts'
import { findOptedOut } from '../consent/store.ts'
import type { Db } from '../context.ts'
import { findProven } from '../store/people.ts'

/** Addresses of one query. */
const atOnce = 5_000

/**
 * As whom the people of an archive are stored: the person whose address is proven here, else somebody of the platform, by
 * which those are known who have opted out there.
 */
export async function readAuthors(db: Db, workspaceId: string, { platform, people }: Archive): Promise<Authors> {
  const authors = new Map<string, { author: Author; name: string }>()
  let batch: SourcePerson[] = []
  const settle = async () => {
    const proven = await findProven(
      db,
      workspaceId,
      batch.flatMap(({ email }) => email?.toLowerCase() ?? []),
    )
    const ids = batch.map(({ id }) => id)
    const optedOut = await findOptedOut(db, workspaceId, platform, ids)
    for (const { id, name, email, avatarUrl, bridged } of batch) {
      const userId = email === null || optedOut.has(id) ? undefined : proven.get(email.toLowerCase())
      const author: Author =
        userId === undefined
          ? {
              ...{
                type: 'bridged',
                platform: bridged?.platform ?? platform,
                foreign_id: bridged?.foreignId ?? id,
                name,
              },
              ...(avatarUrl !== null && { avatar_url: avatarUrl }),
            }
          : { type: 'user', user_id: userId }
      authors.set(id, { author, name })
    }
    batch = []
  }
  for await (const person of people()) {
    batch.push(person)
    if (batch.length === atOnce) await settle()
  }
  await settle()
  return authors
}
