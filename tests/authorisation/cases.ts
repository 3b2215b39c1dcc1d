import { randomUUID } from 'node:crypto'
import { uploadFiles } from '@parley/contracts/messages/files'
import type { Person } from '@parley/testing/people'
import type { World } from './world.ts'

export type Input = Record<string, unknown>

/** One row's request. */
export interface Case {
  /** Created for every cell, so that what one caller does does not affect the next one. */
  input: (world: World, caller: Person) => Input | Promise<Input>
  /** The field with the id of the thing that may be hidden; a missing thing is one with a random id there. */
  about?: string
  /** Set when the call ends its own session. */
  endsSession?: true
}

const newAddress = () => `${randomUUID()}@parley.test`
const newPassword = { password: 'long enough' }
const text = { content: 'hello' }

const nothing: Case = { input: () => ({}) }
const thisSession: Case = { input: () => ({}), endsSession: true }
const theWorkspace = (more: Input = {}): Case => ({
  about: 'id',
  input: ({ workspaceId }) => ({ id: workspaceId, ...more }),
})
const inTheWorkspace: Case = { about: 'workspace_id', input: ({ workspaceId }) => ({ workspace_id: workspaceId }) }
const thing = (id: (world: World, caller: Person) => string | Promise<string>, more: Input = {}): Case => ({
  about: 'id',
  input: async (world, caller) => ({ id: await id(world, caller), ...more }),
})
const privateChannel = thing(({ secret }) => secret)
const publicChannel = thing(({ open }) => open)

const victim = (more: Input = {}): Case => ({
  about: 'id',
  input: async (world) => ({ id: world.workspaceId, userId: (await world.newVictim()).userId, ...more }),
})
const owner = (more: Input = {}): Case => ({
  about: 'id',
  input: ({ workspaceId, ada }) => ({ id: workspaceId, userId: ada.userId, ...more }),
})
const stranger = (more: Input = {}): Case => ({
  about: 'userId',
  input: ({ workspaceId, eve }) => ({ id: workspaceId, userId: eve.userId, ...more }),
})

/** An open invitation of some workspace, asked for as one of the own. */
const invitation = (of: (world: World) => string, role: 'owner' | 'member'): Case => ({
  about: 'id',
  input: async (world) => ({
    id: world.workspaceId,
    invitationId: await world.newInvitation(of(world), newAddress(), role),
  }),
})

const channel = (about: string, more: (world: World) => Input): Case => ({
  about,
  input: (world) => ({
    workspace_id: world.workspaceId,
    name: `n-${randomUUID()}`,
    channel_type: 'text',
    ...more(world),
  }),
})
const newFile = () => new File(['said in writing'], 'note.txt')
const uploading = (to: (world: World) => string): Case => ({
  about: 'conversation_id',
  input: (world) => ({ files: [newFile()], conversation_id: to(world) }),
})
/** What a URL that Ada was given asks for. */
async function ownFile(ada: Person, channelId: string): Promise<Input> {
  const { data } = await ada.call(uploadFiles, { files: [newFile()], conversation_id: channelId })
  const { id, name, url } = data.files[0]!
  return { id, name, ...Object.fromEntries(new URL(url).searchParams) }
}
/** With a draft of the caller's and of Ada's there, whether they can see the channel or not. */
const drafting = (where: (world: World) => string): Case => ({
  about: 'channelId',
  input: async (world, { userId, workspaceId }) => {
    await world.platform.database.query(
      `insert into messaging.drafts (workspace_id, user_id, channel_id, content, file_ids, updated_at)
       select $3, author, $2, 'mine', '{}', now() from unnest($1::uuid[]) author on conflict do nothing`,
      [[userId, world.ada.userId], where(world), workspaceId],
    )
    return { channelId: where(world), ...text }
  },
})
const later = (where: (world: World) => string): Case => ({
  about: 'channel_id',
  input: (world) => ({ ...text, channel_id: where(world), send_at: new Date(Date.now() + 86_400_000).toISOString() }),
})
/** Somebody's scheduled message to the private channel. */
const scheduled = (whose: (world: World, caller: Person) => Person): Case => ({
  about: 'id',
  input: async (world, caller) => {
    const { userId, workspaceId } = whose(world, caller)
    const [made] = await world.platform.database.query<{ id: string }>(
      `insert into messaging.scheduled_messages (workspace_id, channel_id, user_id, scheduled_by, content, content_type,
         metadata, handles, file_ids, send_at, trace, created_at, updated_at)
       values ($1, $2, $3, $3, 'later', 'text', '{}', '{}', '{}', now() + interval '1 day', '{}', now(), now())
       returning id`,
      [workspaceId, world.secret, userId],
    )
    return { id: made!.id, ...text }
  },
})
const adding = (where: 'newSecret' | 'newOpen', whom: (world: World, caller: Person) => Person): Case => ({
  about: 'id',
  input: async (world, caller) => ({ id: await world[where](), user_id: whom(world, caller).userId }),
})
const removing = (where: 'newSecret' | 'newOpen', whom: (world: World) => Person): Case => ({
  about: 'id',
  input: async (world) => ({ id: await world[where](), userId: whom(world).userId }),
})

const settingRole = (where: 'newSecret' | 'newOpen', whom: (world: World) => Person): Case => ({
  about: 'id',
  input: async (world) => ({ id: await world[where](), userId: whom(world).userId, role: 'admin' }),
})
const addingAll = (where: 'newSecret' | 'newOpen', whom: (world: World) => Person): Case => ({
  about: 'id',
  input: async (world) => ({ id: await world[where](), user_ids: [whom(world).userId] }),
})
const inviting = (where: 'newSecret' | 'newOpen', email: (world: World) => string): Case => ({
  about: 'id',
  input: async (world) => ({ id: await world[where](), email: email(world) }),
})
const assigning = (where: 'newSecret' | 'newOpen', twin: (world: World) => Promise<string>): Case => ({
  about: 'id',
  input: async (world) => ({ id: await world[where](), ai_twin_id: await twin(world) }),
})
const unassigning = (where: 'newSecret' | 'newOpen'): Case => ({
  about: 'id',
  input: async (world) => {
    const id = await world[where]()
    return { id, twinId: await world.newTwin(world.workspaceId, id) }
  },
})
const ownTwin = (world: World) => world.newTwin(world.workspaceId)

const postings: Record<string, Case> = {
  'a private channel': { about: 'channel_id', input: ({ secret }) => ({ ...text, channel_id: secret }) },
  // A channel of its own: posting joins it.
  'a public channel': { about: 'channel_id', input: async (world) => ({ ...text, channel_id: await world.newOpen() }) },
}
const reading = (channelId: (world: World) => string, messageId: (world: World) => string): Case => ({
  about: 'id',
  input: (world) => ({ id: channelId(world), last_read_message_id: messageId(world) }),
})

/** A message of the caller's in the private channel; for those who are not in it, one that they may not see. */
const own = (more: Input = {}): Case =>
  thing(async (world, caller) => {
    const isInside = [world.people.guestInside, world.people.member, world.people.admin].includes(caller)
    return isInside ? world.newMessageOf(caller, world.secret) : world.secretMessage
  }, more)
const inAdasName = (more: Input = {}): Case => ({
  about: 'id',
  input: ({ secretMessage, ada }) => ({ id: secretMessage, user_id: ada.userId, ...more }),
})
const pinning = (channelId: (world: World) => string, messageId: (world: World) => string, about = 'id'): Case => ({
  about,
  input: (world) => ({ id: channelId(world), messageId: messageId(world) }),
})
const pins: Record<string, Case> = {
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

/** The request of every row of the table, by endpoint and by what the row is about. */
export const cases: Record<string, Record<string, Case>> = {
  register: {
    'a new address': { input: () => ({ ...newPassword, email: newAddress(), name: 'New' }) },
    'a known address': { input: ({ pat }) => ({ ...newPassword, email: pat.email, name: 'Not Pat' }) },
  },
  login: {
    'the right password': { input: ({ pat: { email, password } }) => ({ email, password }) },
    'a wrong password': { input: ({ pat }) => ({ email: pat.email, password: 'not this one' }) },
  },
  forgotPassword: { 'a known address': { input: ({ pat }) => ({ email: pat.email }) } },
  resetPassword: { 'an unknown token': { input: () => ({ ...newPassword, token: randomUUID() }) } },
  verifyEmail: { 'an unknown token': { input: () => ({ token: randomUUID() }) } },
  resendVerification: { "one's own address": nothing },
  acceptInvite: { 'an unknown token': { input: () => ({ ...newPassword, token: randomUUID() }) } },
  getMe: { oneself: nothing },
  updateMe: {
    "one's name": { input: () => ({ name: 'Renamed' }) },
    'a password, not knowing the old one': { input: () => ({ ...newPassword, currentPassword: 'a guess' }) },
  },
  logout: { 'this session': thisSession },
  refresh: { 'this session': thisSession },
  switchWorkspace: {
    "one's own workspace": { input: (_, { workspaceId }) => ({ workspaceId }) },
    'a workspace one is not in': {
      about: 'workspaceId',
      input: ({ nobodysWorkspace }) => ({ workspaceId: nobodysWorkspace }),
    },
  },
  listWorkspaces: { "one's own": nothing },
  createWorkspace: { 'a new one': { input: () => ({ name: 'Another' }) } },
  getWorkspace: { 'the workspace': theWorkspace() },
  updateWorkspace: { 'the workspace': theWorkspace({ company_name: 'Acme' }) },
  listWorkspaceMembers: { 'the workspace': theWorkspace() },
  inviteWorkspaceMember: {
    'a new address': { about: 'id', input: ({ workspaceId }) => ({ id: workspaceId, email: newAddress() }) },
    'as an owner': {
      about: 'id',
      input: ({ workspaceId }) => ({ id: workspaceId, email: newAddress(), role: 'owner' }),
    },
  },
  listOwnInvitations: { "one's own": nothing },
  acceptInvitation: {
    "one's own": thing((world, caller) => world.newInvitation(world.eve.workspaceId, caller.email)),
    "somebody else's": thing((world) => world.newInvitation(world.eve.workspaceId, newAddress())),
  },
  declineInvitation: {
    "one's own": thing((world, caller) => world.newInvitation(world.eve.workspaceId, caller.email)),
    "somebody else's": thing((world) => world.newInvitation(world.eve.workspaceId, newAddress())),
  },
  listWorkspaceInvitations: { 'the workspace': theWorkspace() },
  resendInvitation: {
    "the workspace's": invitation(({ workspaceId }) => workspaceId, 'member'),
    "the workspace's, as an owner": invitation(({ workspaceId }) => workspaceId, 'owner'),
    "another workspace's": { ...invitation(({ eve }) => eve.workspaceId, 'member'), about: 'invitationId' },
  },
  deleteInvitation: {
    "the workspace's": invitation(({ workspaceId }) => workspaceId, 'member'),
    "the workspace's, as an owner": invitation(({ workspaceId }) => workspaceId, 'owner'),
    "another workspace's": { ...invitation(({ eve }) => eve.workspaceId, 'member'), about: 'invitationId' },
  },
  updateWorkspaceMember: {
    'a member': victim({ agent: true }),
    'the owner': owner({ role: 'member' }),
    'someone of another workspace': stranger({ agent: true }),
  },
  removeWorkspaceMember: {
    'a member': victim(),
    'the owner': owner(),
    'someone of another workspace': stranger(),
  },
  listApiKeys: { "one's own": nothing },
  createApiKey: {
    "one's own": { input: () => ({ name: 'mine', scopes: ['admin'] }) },
    'with another scope': { input: () => ({ name: 'mine', scopes: ['admin', 'read'] }) },
  },
  deleteApiKey: {
    "somebody else's": thing(({ adasKey }) => adasKey),
    "one's own": { input: async (world, caller) => ({ id: (await world.newKey(caller, ['read'])).id }) },
  },
  listChannels: { 'the workspace': inTheWorkspace },
  createChannel: {
    'a new one': channel('workspace_id', () => ({})),
    'under a private channel': channel('parent_channel_id', ({ secret }) => ({ parent_channel_id: secret })),
    'a dm with someone foreign': {
      ...channel('member_ids', ({ eve }) => ({ channel_type: 'dm', member_ids: [eve.userId] })),
    },
  },
  getChannel: { 'a private channel': privateChannel, 'a public channel': publicChannel },
  joinChannel: { 'a private channel': privateChannel, 'a public channel': thing((world) => world.newOpen()) },
  leaveChannel: {
    'a private channel': thing((world) => world.newSecret()),
    'a public channel': thing((world) => world.newOpen()),
  },
  listChannelMembers: { 'a private channel': privateChannel, 'a public channel': publicChannel },
  addChannelMember: {
    'a colleague, private channel': adding('newSecret', ({ nora }) => nora),
    'a colleague, public channel': adding('newOpen', ({ nora }) => nora),
    'oneself, private channel': adding('newSecret', (_, caller) => caller),
    'someone foreign': { ...adding('newOpen', ({ eve }) => eve), about: 'user_id' },
  },
  removeChannelMember: {
    'a colleague, private channel': removing('newSecret', ({ pat }) => pat),
    'a colleague, public channel': removing('newOpen', ({ pat }) => pat),
    'someone foreign': { ...removing('newOpen', ({ eve }) => eve), about: 'userId' },
  },
  updateChannel: {
    'a private channel': thing((world) => world.newSecret(), { topic: 'changed' }),
    'a public channel': thing((world) => world.newOpen(), { topic: 'changed' }),
  },
  deleteChannel: {
    'a private channel': thing((world) => world.newSecret()),
    'a public channel': thing((world) => world.newOpen()),
  },
  updateChannelMember: {
    'a colleague, private channel': settingRole('newSecret', ({ pat }) => pat),
    'a colleague, public channel': settingRole('newOpen', ({ pat }) => pat),
    'someone foreign': { ...settingRole('newOpen', ({ eve }) => eve), about: 'userId' },
  },
  addChannelMembers: {
    'a colleague, private channel': addingAll('newSecret', ({ nora }) => nora),
    'a colleague, public channel': addingAll('newOpen', ({ nora }) => nora),
    'someone foreign': addingAll('newOpen', ({ eve }) => eve),
  },
  inviteToChannel: {
    'a new address, private channel': inviting('newSecret', newAddress),
    'a new address, public channel': inviting('newOpen', newAddress),
    'a colleague, private channel': inviting('newSecret', ({ nora }) => nora.email),
  },
  setNotificationLevel: {
    'a private channel': thing(({ secret }) => secret, { level: 'all' }),
    'a public channel': thing(({ open }) => open, { level: 'all' }),
  },
  listChannelTwins: { 'a private channel': privateChannel, 'a public channel': publicChannel },
  assignTwin: {
    'a private channel': assigning('newSecret', ownTwin),
    'a public channel': assigning('newOpen', ownTwin),
    'a foreign twin': {
      ...assigning('newOpen', (world) => world.newTwin(world.eve.workspaceId)),
      about: 'ai_twin_id',
    },
  },
  removeTwin: { 'a private channel': unassigning('newSecret'), 'a public channel': unassigning('newOpen') },
  postMessage: {
    ...postings,
    "a hidden message's thread": {
      about: 'parent_message_id',
      input: (world) => ({ ...text, channel_id: world.open, parent_message_id: world.secretMessage }),
    },
    'a private channel, later': later(({ secret }) => secret),
    'a public channel, later': later(({ open }) => open),
    "in Ada's name": {
      about: 'channel_id',
      input: (world) => ({ ...text, channel_id: world.secret, user_id: world.ada.userId }),
    },
    'as a twin that is nowhere': {
      about: 'channel_id',
      input: (world) => ({ ...text, channel_id: world.open, ai_twin_id: randomUUID() }),
    },
  },
  sendMessage: postings,
  listDrafts: { "one's own": nothing },
  getDraft: { 'a private channel': drafting(({ secret }) => secret), 'a public channel': drafting(({ open }) => open) },
  putDraft: {
    'a private channel': drafting(({ secret }) => secret),
    'a public channel': drafting(({ open }) => open),
    "a hidden message's thread": {
      about: 'parent_message_id',
      input: ({ open, secretMessage }) => ({ ...text, channelId: open, parent_message_id: secretMessage }),
    },
  },
  deleteDraft: {
    'a private channel': drafting(({ secret }) => secret),
    'a public channel': drafting(({ open }) => open),
  },
  listScheduledMessages: { "one's own": nothing },
  getScheduledMessage: {
    "somebody else's": scheduled(({ ada }) => ada),
    "one's own": scheduled((_, caller) => caller),
  },
  updateScheduledMessage: {
    "somebody else's": scheduled(({ ada }) => ada),
    "one's own, to a private channel": { input: scheduled((_, caller) => caller).input },
  },
  deleteScheduledMessage: {
    "somebody else's": scheduled(({ ada }) => ada),
    "one's own": scheduled((_, caller) => caller),
  },
  listMessages: {
    'a private channel': { about: 'channel_id', input: ({ secret }) => ({ channel_id: secret }) },
    'a public channel': { about: 'channel_id', input: ({ open }) => ({ channel_id: open }) },
    'a hidden thread': {
      about: 'thread_id',
      input: ({ open, secretMessage }) => ({ channel_id: open, thread_id: secretMessage }),
    },
    'around a hidden message': {
      about: 'before',
      input: ({ open, secretMessage }) => ({ channel_id: open, before: secretMessage }),
    },
  },
  getMessage: {
    "a private channel's": thing(({ secretMessage }) => secretMessage),
    "a public channel's": thing(({ openMessage }) => openMessage),
  },
  replyInThread: {
    "a private channel's": thing(({ secretMessage }) => secretMessage, text),
    "a public channel's": thing(async (world) => world.newMessage(await world.newOpen()), text),
  },
  uploadFiles: {
    'to a public channel': uploading(({ open }) => open),
    'to a private channel': uploading(({ secret }) => secret),
  },
  downloadFile: {
    'by its own URL': { input: ({ ada, secret }) => ownFile(ada, secret) },
    'by a URL that was never given out': {
      input: async ({ ada, secret }) => ({ ...(await ownFile(ada, secret)), signature: 'x'.repeat(43) }),
    },
  },
  editMessage: {
    "Ada's, private channel": thing(({ secretMessage }) => secretMessage, text),
    "Ada's, public channel": thing(({ openMessage }) => openMessage, text),
    "one's own, private channel": own({ content: 'changed' }),
  },
  deleteMessage: {
    "Ada's, private channel": thing(({ secretMessage }) => secretMessage),
    "Ada's, public channel": thing(({ openMessage }) => openMessage),
    "Ada's, as an admin, private channel": thing((world) => world.newMessage(world.secret), { admin: true }),
    "Ada's, as an admin, public channel": thing((world) => world.newMessage(world.open), { admin: true }),
    "one's own, private channel": own(),
    "in Ada's name": inAdasName(),
  },
  toggleReaction: {
    "a private channel's": thing(({ secretMessage }) => secretMessage, { emoji: 'fire' }),
    "a public channel's": thing(({ openMessage }) => openMessage, { emoji: 'fire' }),
    "in Ada's name": inAdasName({ emoji: 'fire' }),
  },
  pinMessage: {
    "a private channel's": thing(({ secretMessage }) => secretMessage),
    "a public channel's": thing(({ openMessage }) => openMessage),
    "in Ada's name": inAdasName(),
  },
  pinChannelMessage: pins,
  unpinChannelMessage: pins,
  listPins: { 'a private channel': privateChannel, 'a public channel': publicChannel },
  followThread: {
    "a private channel's": thing(({ secretMessage }) => secretMessage, { following: true }),
    "a public channel's": thing(({ openMessage }) => openMessage, { following: true }),
  },
  listFollowedThreads: { "one's own": nothing },
  searchMessages: {
    'everything one can read': { input: () => ({ query: 'hello' }) },
    'a private channel': { about: 'channel_id', input: ({ secret }) => ({ query: 'hello', channel_id: secret }) },
    'a public channel': { about: 'channel_id', input: ({ open }) => ({ query: 'hello', channel_id: open }) },
  },
  listMentions: { "one's own": nothing },
  listUnread: { 'the workspace': inTheWorkspace },
  markRead: {
    'a private channel': reading(
      ({ secret }) => secret,
      ({ secretMessage }) => secretMessage,
    ),
    'a public channel': reading(
      ({ open }) => open,
      ({ openMessage }) => openMessage,
    ),
    'a hidden message': {
      ...reading(
        ({ open }) => open,
        ({ secretMessage }) => secretMessage,
      ),
      about: 'last_read_message_id',
    },
  },
}
