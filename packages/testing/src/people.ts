import type { Client } from '@parley/client/client'
import type { AnswerOf, Endpoint, InputOf, WorkspaceRole } from '@parley/contracts/endpoint'
import { register, switchWorkspace } from '@parley/contracts/identity/auth'
import { acceptInvitation } from '@parley/contracts/identity/invitations'
import { inviteWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { type Answer, blanked } from './answer.ts'
import type { Platform } from './platform.ts'
import { openSocket, type TestSocket } from './sockets.ts'

/** Someone signed in to a workspace, through the real API. */
export interface Person {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly token: string
  /** Their id as a UUID. */
  readonly userId: string
  /** The UUID of the workspace that their token is for. */
  readonly workspaceId: string
  readonly client: Client
  /** See `Client.call`. */
  readonly call: Client['call']
  /** What they are answered, whatever it is; request id and time are blanked. */
  answerTo<E extends Endpoint>(endpoint: E, input: InputOf<E>): Promise<Answer>
  /** A connected socket of theirs; closed by itself when the test file ends. */
  socket(options?: { url?: string }): Promise<TestSocket>
}

/** Ada owns a workspace; Bob is its member, Gus its guest. Eve owns another workspace and knows none of them. */
export interface People {
  ada: Person
  bob: Person
  gus: Person
  eve: Person
}

export const password = 'correct horse battery'

/** Registers the four that most tests need. */
export async function people(platform: Platform): Promise<People> {
  const [ada, eve] = await Promise.all([newcomer(platform, 'ada'), newcomer(platform, 'eve')])
  const [bob, gus] = await Promise.all([
    colleague(platform, ada, 'bob', { role: 'member' }),
    colleague(platform, ada, 'gus', { role: 'guest' }),
  ])
  return { ada, bob, gus, eve }
}

/** Registers someone new, who then owns a workspace of their own. */
export async function newcomer(platform: Platform, name: string): Promise<Person> {
  const email = `${name.toLowerCase()}@parley.test`
  const signedIn = await platform.client().call(register, { email, password, name, companyName: `${name}’s` })
  return personOf(platform, name, signedIn)
}

/** Registers someone and brings them into an owner's workspace; their token is for that one. */
export async function colleague(
  platform: Platform,
  owner: Person,
  name: string,
  { role = 'member', agent = false }: { role?: WorkspaceRole; agent?: boolean } = {},
): Promise<Person> {
  const registered = await newcomer(platform, name)
  const { email } = registered
  await owner.call(inviteWorkspaceMember, { id: owner.workspaceId, email, role, agent })
  const [invitation] = await proveAddress(platform, email)
  await registered.call(acceptInvitation, { id: invitation!.id })
  const signedIn = await registered.call(switchWorkspace, { workspaceId: owner.workspaceId })
  return personOf(platform, name, signedIn)
}

/** As the link in the mail would do, without waiting for it; the open invitations to the address, newest first. */
export async function proveAddress(platform: Platform, email: string): Promise<{ id: string }[]> {
  return platform.database.query<{ id: string }>(
    `with proven as (
       update gateway.users set email_verified_at = coalesce(email_verified_at, now()) where email = $1 returning email)
     select i.id from gateway.invitations i join proven using (email) order by i.id desc`,
    [email],
  )
}

/** A person out of what signing in answered. */
export function personOf(platform: Platform, name: string, signedIn: AnswerOf<typeof register>): Person {
  const client = platform.client(signedIn.token)
  return {
    name,
    email: signedIn.user.email,
    password,
    token: signedIn.token,
    userId: signedIn.user.uuid,
    workspaceId: signedIn.workspace.uuid,
    client,
    call: client.call,
    answerTo: async (endpoint, input) => blanked(await client.answer(endpoint, input)),
    socket: ({ url = platform.url } = {}) => openSocket(url, signedIn.token),
  }
}
