import type { Selectable } from 'kysely'
import { shownName } from '../archives/shown-name.ts'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import type { ExportedAuthor } from './authors.ts'

type Person = Selectable<DB['gateway.people']>

const atOnce = 1_000

/** The people of a workspace, by id. */
export async function* listPeople(db: Db, workspaceId: string): AsyncGenerator<Person> {
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const page: Person[] = await db
      .selectFrom('gateway.people')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('user_id', '>', last)
      .orderBy('user_id')
      .limit(atOnce)
      .execute()
    yield* page
    if (page.length < atOnce) return
    last = page.at(-1)!.user_id
  }
}

/** Somebody of the workspace as `users.json` has them. An address that is not proven is nobody's. */
export const personEntry = (person: Person) => ({
  ...userEntry(person.user_id, person.display_name, person.avatar_url, person.is_email_verified ? person.email : null),
  deleted: false,
  is_bot: false,
  is_owner: person.role === 'owner',
  is_admin: person.role === 'owner' || person.role === 'admin',
  is_restricted: person.role === 'guest',
  parley: {
    type: 'user',
    role: person.role,
    is_agent: person.agent,
    handle: person.handle,
    joined_at: person.joined_at,
  },
})

/** Somebody who has written, and is not in the workspace: who has left it, a twin, or a bridged author. */
export const authorEntry = (id: string, { name, avatarUrl, ...author }: ExportedAuthor) => ({
  ...userEntry(id, name, avatarUrl, null),
  deleted: author.type === 'user',
  is_bot: author.type === 'twin',
  parley:
    author.type === 'bridged'
      ? { type: author.type, platform: author.platform, foreign_id: author.foreignId }
      : { type: author.type },
})

const userEntry = (id: string, given: string, avatarUrl: string | null, email: string | null) => {
  const name = shownName(given)
  return {
    id,
    name,
    real_name: name,
    profile: {
      display_name: name,
      real_name: name,
      ...(email !== null && { email }),
      ...(avatarUrl !== null && { image_192: avatarUrl }),
    },
  }
}
