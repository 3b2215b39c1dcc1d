import { createHmac, randomUUID } from 'node:crypto'
import { createChannel } from '@parley/contracts/channels/channels'
import { addChannelMembers } from '@parley/contracts/channels/managing'
import { assignTwin } from '@parley/contracts/channels/twins'
import type { Scope, WorkspaceRole } from '@parley/contracts/endpoint'
import { createApiKey, deleteApiKey } from '@parley/contracts/identity/api-keys'
import { logout, switchWorkspace } from '@parley/contracts/identity/auth'
import { scopes } from '@parley/contracts/identity/person'
import { listWorkspaces, removeWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { postMessage } from '@parley/contracts/messages/messages'
import { createTwin } from '@parley/contracts/twins/twins'
import { createVisitorTokens } from '@parley/kit/visitor-tokens'
import { insertMember } from '@parley/testing/fixtures'
import { colleague, type Person, people, proveAddress } from '@parley/testing/people'
import type { Platform } from '@parley/testing/platform'
import { insertInvitation, insertWorkspace } from '@parley/testing/rows/gateway'
import { insertVisitor } from '@parley/testing/rows/support-desk'
import { newWidgetKey } from '@parley/testing/visitors'

/** The people of the table's columns; `guestInside` and `admin` are agents. */
export const personas = [
  'foreign',
  'elsewhere',
  'outsider',
  'outsideAdmin',
  'guest',
  'guestInside',
  'member',
  'admin',
] as const
export type Persona = (typeof personas)[number]

/** Two workspaces, the people of the table in their places, and something of everything there is to ask for. */
export type World = Awaited<ReturnType<typeof createWorld>>

export async function createWorld(platform: Platform) {
  const { ada, bob, gus, eve } = await people(platform)
  await proveAddress(platform, eve.email)
  const join = (name: string, role: 'admin' | 'member' | 'guest', agent = false) =>
    colleague(platform, ada, name, { role, agent })
  const [nora, amy, ann, gil, pat] = await Promise.all([
    join('nora', 'member'),
    join('amy', 'admin', true),
    join('ann', 'admin'),
    join('gil', 'guest', true),
    join('pat', 'member'),
  ])
  const workspaceId = ada.workspaceId
  const insiders = [bob, gil, amy]

  async function newChannel(owner: Person, isPrivate: boolean, members: Person[]): Promise<string> {
    const { channel } = await owner.call(createChannel, {
      workspace_id: owner.workspaceId,
      name: `c-${randomUUID()}`,
      channel_type: 'text',
      is_private: isPrivate,
    })
    await owner.call(addChannelMembers, { id: channel.id, user_ids: members.map(({ userId }) => userId) })
    return channel.id
  }
  const say = async (who: Person, channel: string) =>
    (await who.call(postMessage, { channel_id: channel, content: 'said' })).data.id

  const secret = await newChannel(ada, true, insiders)
  const open = await newChannel(ada, false, insiders)
  const newKey = async (who: Person, granted: Scope[]) =>
    (await who.call(createApiKey, { name: 'key', scopes: granted })).data
  const keys = new Map<string, ReturnType<typeof newKey>>()

  return {
    platform,
    workspaceId,
    eve,
    ada,
    bob,
    nora,
    pat,
    people: {
      foreign: eve,
      elsewhere: await bobElsewhere(platform, bob),
      outsider: nora,
      outsideAdmin: ann,
      guest: gus,
      guestInside: gil,
      member: bob,
      admin: amy,
    } satisfies Record<Persona, Person>,
    /** A private and a public channel, with Bob, Gil (a guest) and Amy (a workspace admin) in them. */
    secret,
    open,
    secretMessage: await say(ada, secret),
    openMessage: await say(ada, open),
    /** A workspace without members. */
    nobodysWorkspace: await insertWorkspace(platform.database, 'Nobody’s'),
    adasKey: (await newKey(ada, ['read'])).id,
    newSecret: () => newChannel(ada, true, [...insiders, pat]),
    newOpen: () => newChannel(ada, false, [...insiders, pat]),
    /** A private channel that is somebody's, with Bob in it. */
    newSecretOf: (owner: Person) => newChannel(owner, true, [bob]),
    /** Ada's, in a channel that she is in. */
    newMessage: (channel: string) => say(ada, channel),
    newMessageOf: say,
    /** A twin of a workspace, in a channel of Ada's if one is given. */
    async newTwin(workspace: string, channel?: string): Promise<string> {
      const maker = workspace === eve.workspaceId ? eve : ada
      const { id: twin } = (await maker.call(createTwin, { name: 'Twin', handle: `t-${randomUUID()}` })).data
      if (channel) await ada.call(assignTwin, { id: channel, ai_twin_id: twin })
      return twin
    },
    /** An open invitation, as its mail had been sent already. */
    newInvitation: (workspace: string, email: string, role: WorkspaceRole = 'member') =>
      insertInvitation(platform.database, workspace, email, role),
    /** A member of the workspace that a test may remove. */
    newVictim: async () => ({ userId: await insertMember(platform.database, workspaceId, 'victim', 'member') }),
    /** The same, signed in. */
    newMember: () => join(`member-${randomUUID()}`, 'member'),
    /** A session of its own, for a call that ends it. */
    freshSession: async (who: Person) => (await who.call(switchWorkspace, { workspaceId: who.workspaceId })).token,
    newKey,
    /** A key of someone's with exactly these scopes, made once: a person may have ten. */
    keyOf(who: Person, granted: Scope[]) {
      const name = `${who.userId}: ${granted.join()}`
      let key = keys.get(name)
      if (!key) {
        key = newKey(who, granted)
        keys.set(name, key)
      }
      return key
    },
  }
}

/** The world for calls that are refused: they change nothing, so that what some would be given anew is the same for all. */
export function unchanged(world: World): World {
  const once = <T>(make: () => Promise<T>) => {
    let made: Promise<T> | undefined
    return () => {
      made ??= make()
      return made
    }
  }
  return { ...world, newSecret: once(world.newSecret), newOpen: once(world.newOpen), newVictim: once(world.newVictim) }
}

/** Bob again, with a token for the workspace that he owns himself. */
async function bobElsewhere(platform: Platform, bob: Person): Promise<Person> {
  const { data: workspaces } = await bob.call(listWorkspaces)
  const { id: workspaceId } = workspaces.find(({ id }) => id !== bob.workspaceId)!
  const { token } = await bob.call(switchWorkspace, { workspaceId })
  const client = platform.client(token)
  return { ...bob, token, workspaceId, client, call: client.call }
}

/** Credentials that open nothing, whatever they are tried on. */
export async function deadCredentials(world: World): Promise<Record<string, string | undefined>> {
  const { platform, ada } = world
  const revoked = await world.freshSession(ada)
  await platform.client(revoked).call(logout)
  const deleted = await world.newKey(ada, [...scopes])
  await ada.call(deleteApiKey, { id: deleted.id })
  const gone = await world.newMember()
  await ada.call(removeWorkspaceMember, { id: world.workspaceId, userId: gone.userId })
  const [header, payload] = ada.token.split('.')
  const now = Math.floor(Date.now() / 1000)
  return {
    'no credential': undefined,
    garbage: 'garbage',
    'a token signed by somebody else': signed(header!, payload!, 'another secret'),
    'an unsigned token': `${base64({ alg: 'none', typ: 'JWT' })}.${payload}.`,
    'an expired token': signed(
      header!,
      base64({ ...claims(payload!), iat: now - 100, exp: now - 1 }),
      platform.jwtSecret,
    ),
    'a revoked token': revoked,
    'the token of someone removed': gone.token,
    'a deleted key': deleted.key,
    'a widget key': await newWidgetKey(ada),
    'an unknown key': `prl_sk_live_${'0'.repeat(32)}`,
  }
}

/** A good token of a visitor of the workspace's site. */
export const visitorsToken = async ({ platform, workspaceId }: World): Promise<string> =>
  createVisitorTokens({ VISITOR_TOKEN_SECRETS: [platform.visitorTokenSecret] }).issue(
    await insertVisitor(platform.database, workspaceId),
    3_600,
  )

/** Ada's own token, assembled again from its parts: shows that the forged ones fail for the reason they name. */
export function remade({ platform, ada }: World): string {
  const [header, payload] = ada.token.split('.')
  return signed(header!, payload!, platform.jwtSecret)
}

const signed = (header: string, payload: string, secret: string) =>
  `${header}.${payload}.${createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')}`
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const claims = (payload: string) => JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>

/** Every scope but this one. */
export const otherScopes = (scope: Scope): Scope[] => scopes.filter((each) => each !== scope)
