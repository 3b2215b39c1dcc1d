// What requests of several endpoints are made of.

import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { createChannel } from '@parley/contracts/channels/channels'
import { uploadAvatar } from '@parley/contracts/identity/avatars'
import { createPushSubscription } from '@parley/contracts/identity/push'
import { listSessions } from '@parley/contracts/identity/sessions'
import { uploadFiles } from '@parley/contracts/messages/files'
import type { Person } from '@parley/testing/people'
import type { Platform } from '@parley/testing/platform'
import { insertDrafts, insertScheduled } from '@parley/testing/rows/messaging'
import type { World } from './world.ts'

export type Input = Record<string, unknown>

/** One row's request. */
export interface Case {
  /** Created for every cell that may change something, so that what one caller does does not affect the next one. */
  input: (world: World, caller: Person) => Input | Promise<Input>
  /** The field with the id of the thing that may be hidden; a missing thing is one with a random id there. */
  about?: string
  /** Set when the call ends its own session. */
  endsSession?: true
}

/** Requests by endpoint, and by what the row of the table is about. */
export type Cases = Record<string, Record<string, Case>>

export const newAddress = () => `${randomUUID()}@parley.test`
export const newPassword = { password: 'long enough' }
export const text = { content: 'hello' }

export const nothing: Case = { input: () => ({}) }
export const thisSession: Case = { input: () => ({}), endsSession: true }
export const theWorkspace = (more: Input = {}): Case => ({
  about: 'id',
  input: ({ workspaceId }) => ({ id: workspaceId, ...more }),
})
export const inTheWorkspace: Case = {
  about: 'workspace_id',
  input: ({ workspaceId }) => ({ workspace_id: workspaceId }),
}
export const thing = (id: (world: World, caller: Person) => string | Promise<string>, more: Input = {}): Case => ({
  about: 'id',
  input: async (world, caller) => ({ id: await id(world, caller), ...more }),
})
export const dmOfAdaAndBob = async ({ ada, bob, workspaceId }: World): Promise<string> => {
  const given = { workspace_id: workspaceId, member_ids: [bob.userId] }
  return (await ada.call(createChannel, { ...given, channel_type: 'dm' })).channel.id
}
export const privateChannel = thing(({ secret }) => secret)
export const publicChannel = thing(({ open }) => open)

export const victim = (more: Input = {}): Case => ({
  about: 'id',
  input: async (world) => ({ id: world.workspaceId, userId: (await world.newVictim()).userId, ...more }),
})
export const owner = (more: Input = {}): Case => ({
  about: 'id',
  input: ({ workspaceId, ada }) => ({ id: workspaceId, userId: ada.userId, ...more }),
})
export const stranger = (more: Input = {}): Case => ({
  about: 'userId',
  input: ({ workspaceId, eve }) => ({ id: workspaceId, userId: eve.userId, ...more }),
})

/** What a browser that wants to be notified sends. */
export function newSubscription() {
  const browser = createECDH('prime256v1')
  return {
    endpoint: `https://push.example/${randomUUID()}`,
    keys: { p256dh: browser.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') },
  }
}
export const subscribed = (whose: (world: World, caller: Person) => Person): Case => ({
  input: async (world, caller) => {
    const subscription = newSubscription()
    await whose(world, caller).call(createPushSubscription, subscription)
    return { endpoint: subscription.endpoint }
  },
})
/** A picture of one pixel. */
export const picture = () =>
  new File(
    [
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    ],
    'me.png',
  )
export async function uploadedAvatar({ ada }: World): Promise<string> {
  const { data } = await ada.call(uploadAvatar, { avatar: [picture()] })
  return data.avatar_url.split('/').at(-1)!
}
/** Another session of the caller's, which may end. */
export const spareSession = async ({ freshSession, platform }: World, caller: Person): Promise<string> =>
  currentSession(platform, await freshSession(caller))

/** A session of somebody who is not the caller. */
export const someonesSession = ({ platform, ada, eve }: World, caller: Person): Promise<string> =>
  currentSession(platform, (caller.userId === ada.userId ? eve : ada).token)

async function currentSession(platform: Platform, token: string): Promise<string> {
  const { sessions } = await platform.client(token).call(listSessions)
  return sessions.find(({ current }) => current)!.id
}

/** An open invitation of some workspace, asked for as one of the own. */
export const invitation = (of: (world: World) => string, role: 'owner' | 'member'): Case => ({
  about: 'id',
  input: async (world) => ({
    id: world.workspaceId,
    invitationId: await world.newInvitation(of(world), newAddress(), role),
  }),
})

export const channel = (about: string, more: (world: World) => Input): Case => ({
  about,
  input: (world) => ({
    workspace_id: world.workspaceId,
    name: `n-${randomUUID()}`,
    channel_type: 'text',
    ...more(world),
  }),
})
export const newFile = () => new File(['said in writing'], 'note.txt')
export const uploading = (to: (world: World) => string): Case => ({
  about: 'conversation_id',
  input: (world) => ({ files: [newFile()], conversation_id: to(world) }),
})
/** What a URL that Ada was given asks for. */
export async function ownFile(ada: Person, channelId: string): Promise<Input> {
  const { data } = await ada.call(uploadFiles, { files: [newFile()], conversation_id: channelId })
  const { id, name, url } = data.files[0]!
  return { id, name, ...Object.fromEntries(new URL(url).searchParams) }
}
/** With a draft of the caller's and of Ada's there, whether they can see the channel or not. */
export const drafting = (where: (world: World) => string): Case => ({
  about: 'channelId',
  input: async (world, { userId, workspaceId }) => {
    const place = { workspaceId, channelId: where(world) }
    await insertDrafts(world.platform.database, place, [userId, world.ada.userId])
    return { channelId: where(world), ...text }
  },
})
export const later = (where: (world: World) => string): Case => ({
  about: 'channel_id',
  input: (world) => ({ ...text, channel_id: where(world), send_at: new Date(Date.now() + 86_400_000).toISOString() }),
})
/** Somebody's scheduled message to the private channel. */
export const scheduled = (whose: (world: World, caller: Person) => Person): Case => ({
  about: 'id',
  input: async (world, caller) => ({
    id: await insertScheduled(world.platform.database, world.secret, whose(world, caller)),
    ...text,
  }),
})
export const adding = (where: 'newSecret' | 'newOpen', whom: (world: World, caller: Person) => Person): Case => ({
  about: 'id',
  input: async (world, caller) => ({ id: await world[where](), user_id: whom(world, caller).userId }),
})
export const removing = (where: 'newSecret' | 'newOpen', whom: (world: World) => Person): Case => ({
  about: 'id',
  input: async (world) => ({ id: await world[where](), userId: whom(world).userId }),
})

export const settingRole = (where: 'newSecret' | 'newOpen', whom: (world: World) => Person): Case => ({
  about: 'id',
  input: async (world) => ({ id: await world[where](), userId: whom(world).userId, role: 'admin' }),
})
export const addingAll = (where: 'newSecret' | 'newOpen', whom: (world: World) => Person): Case => ({
  about: 'id',
  input: async (world) => ({ id: await world[where](), user_ids: [whom(world).userId] }),
})
export const inviting = (where: 'newSecret' | 'newOpen', email: (world: World) => string): Case => ({
  about: 'id',
  input: async (world) => ({ id: await world[where](), email: email(world) }),
})
export const assigning = (where: 'newSecret' | 'newOpen', twin: (world: World) => Promise<string>): Case => ({
  about: 'id',
  input: async (world) => ({ id: await world[where](), ai_twin_id: await twin(world) }),
})
export const unassigning = (where: 'newSecret' | 'newOpen'): Case => ({
  about: 'id',
  input: async (world) => {
    const id = await world[where]()
    return { id, twinId: await world.newTwin(world.workspaceId, id) }
  },
})
export const ownTwin = (world: World) => world.newTwin(world.workspaceId)

export const postings: Record<string, Case> = {
  'a private channel': { about: 'channel_id', input: ({ secret }) => ({ ...text, channel_id: secret }) },
  // A channel of its own: posting joins it.
  'a public channel': { about: 'channel_id', input: async (world) => ({ ...text, channel_id: await world.newOpen() }) },
}
/** Moving one's marker to a message, which `field` names. */
export function reading(field: string): Record<string, Case> {
  const at = (channelId: (world: World) => string, messageId: (world: World) => string, about = 'id'): Case => ({
    about,
    input: (world) => ({ id: channelId(world), [field]: messageId(world) }),
  })
  return {
    'a private channel': at(
      ({ secret }) => secret,
      ({ secretMessage }) => secretMessage,
    ),
    'a public channel': at(
      ({ open }) => open,
      ({ openMessage }) => openMessage,
    ),
    'a hidden message': at(
      ({ open }) => open,
      ({ secretMessage }) => secretMessage,
      field,
    ),
  }
}

/** A message of the caller's in the private channel; for those who are not in it, one that they may not see. */
export const own = (more: Input = {}): Case =>
  thing(async (world, caller) => {
    const isInside = [world.people.guestInside, world.people.member, world.people.admin].includes(caller)
    return isInside ? world.newMessageOf(caller, world.secret) : world.secretMessage
  }, more)
export const inAdasName = (more: Input = {}): Case => ({
  about: 'id',
  input: ({ secretMessage, ada }) => ({ id: secretMessage, user_id: ada.userId, ...more }),
})
export const pinning = (
  channelId: (world: World) => string,
  messageId: (world: World) => string,
  about = 'id',
): Case => ({
  about,
  input: (world) => ({ id: channelId(world), messageId: messageId(world) }),
})
export const pins: Record<string, Case> = {
  'in a private channel': pinning(
    ({ secret }) => secret,
    ({ secretMessage }) => secretMessage,
  ),
  'in a public channel': pinning(
    ({ open }) => open,
    ({ openMessage }) => openMessage,
  ),
  'a hidden message': pinning(
    ({ open }) => open,
    ({ secretMessage }) => secretMessage,
    'messageId',
  ),
}
