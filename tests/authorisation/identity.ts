import { randomUUID } from 'node:crypto'
import { deleteWorkspace } from '@parley/contracts/identity/workspace-deletions'
import { type Person, password } from '@parley/testing/people'
import {
  type Cases,
  type Input,
  invitation,
  newAddress,
  newPassword,
  newSubscription,
  nothing,
  owner,
  picture,
  someonesSession,
  spareSession,
  stranger,
  subscribed,
  theWorkspace,
  thing,
  thisSession,
  uploadedAvatar,
  victim,
} from './inputs.ts'

export const expectations = `
| endpoint                 | about                               | foreign | elsewhere | outsider | outsideAdmin | guest | guestInside | member | admin | key |
| ------------------------ | ----------------------------------- | ------- | --------- | -------- | ------------ | ----- | ----------- | ------ | ----- | --- |
| register                 | a new address                       | 201     | 201       | 201      | 201          | 201   | 201         | 201    | 201   | 201 |
| register                 | a known address                     | 409     | 409       | 409      | 409          | 409   | 409         | 409    | 409   | 409 |
| login                    | the right password                  | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| login                    | a wrong password                    | 401     | 401       | 401      | 401          | 401   | 401         | 401    | 401   | 401 |
| forgotPassword           | a known address                     | 202     | 202       | 202      | 202          | 202   | 202         | 202    | 202   | 202 |
| resetPassword            | an unknown token                    | 400     | 400       | 400      | 400          | 400   | 400         | 400    | 400   | 400 |
| verifyEmail              | an unknown token                    | 400     | 400       | 400      | 400          | 400   | 400         | 400    | 400   | 400 |
| resendVerification       | one's own address                   | 202     | 202       | 202      | 202          | 202   | 202         | 202    | 202   | 403 |
| showInvite               | an unknown token                    | 400     | 400       | 400      | 400          | 400   | 400         | 400    | 400   | 400 |
| acceptInvite             | an unknown token                    | 400     | 400       | 400      | 400          | 400   | 400         | 400    | 400   | 400 |
| getMe                    | oneself                             | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| updateMe                 | one's name                          | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| updateMe                 | a password, not knowing the old one | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| logout                   | this session                        | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 403 |
| refresh                  | this session                        | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 403 |
| switchWorkspace          | one's own workspace                 | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 403 |
| switchWorkspace          | a workspace one is not in           | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 403 |
| listSessions             | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 403 |
| deleteSession            | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 403 |
| deleteSession            | somebody else's                     | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 403 |
| openBrowserSession       | from no page of this origin         | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| openBrowserSessionByLink | from no page of this origin         | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| issueBrowserToken        | from no page of this origin         | 403     | 403       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| deleteBrowserSession     | from no page of this origin         | 415     | 415       | 415      | 415          | 415   | 415         | 415    | 415   | 415 |
| listWorkspaces           | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| createWorkspace          | a new one                           | 201     | 201       | 201      | 201          | 201   | 201         | 201    | 201   | 201 |
| getWorkspace             | the workspace                       | 404     | 404       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| updateWorkspace          | the workspace                       | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteWorkspace          | the workspace                       | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| deleteWorkspace          | one's own workspace                 | 202     | 202       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| restoreWorkspace         | the workspace                       | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| restoreWorkspace         | one's own workspace                 | 200     | 200       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| getWorkspaceDeletion     | one's own                           | 200     | 200       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| getWorkspaceReceiptKeys  | this deployment                     | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| listWorkspaceMembers     | the workspace                       | 404     | 404       | 200      | 200          | 403   | 403         | 200    | 200   | 200 |
| inviteWorkspaceMember    | a new address                       | 404     | 404       | 403      | 201          | 403   | 403         | 403    | 201   | 403 |
| inviteWorkspaceMember    | as an owner                         | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| listUsers                | everybody                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| getPreferences           | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| updatePreferences        | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| listPushSubscriptions    | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| createPushSubscription   | a new one                           | 201     | 201       | 201      | 201          | 201   | 201         | 201    | 201   | 201 |
| deletePushSubscription   | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| deletePushSubscription   | somebody else's                     | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| uploadAvatar             | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| getAvatar                | by its URL                          | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| getForeignAvatar         | with a signature of somebody's own  | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| getServer                | this deployment                     | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| listOwnInvitations       | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 403 |
| acceptInvitation         | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 403 |
| acceptInvitation         | somebody else's                     | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 403 |
| declineInvitation        | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 403 |
| declineInvitation        | somebody else's                     | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 403 |
| listWorkspaceInvitations | the workspace                       | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| resendInvitation         | the workspace's                     | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| resendInvitation         | the workspace's, as an owner        | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| resendInvitation         | another workspace's                 | 404     | 404       | 403      | 404          | 403   | 403         | 403    | 404   | 403 |
| deleteInvitation         | the workspace's                     | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| deleteInvitation         | the workspace's, as an owner        | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| deleteInvitation         | another workspace's                 | 404     | 404       | 403      | 404          | 403   | 403         | 403    | 404   | 403 |
| updateWorkspaceMember    | a member                            | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| updateWorkspaceMember    | the owner                           | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| updateWorkspaceMember    | someone of another workspace        | 404     | 404       | 403      | 404          | 403   | 403         | 403    | 404   | 403 |
| removeWorkspaceMember    | a member                            | 404     | 404       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| removeWorkspaceMember    | the owner                           | 404     | 404       | 403      | 403          | 403   | 403         | 403    | 403   | 403 |
| removeWorkspaceMember    | someone of another workspace        | 404     | 404       | 403      | 404          | 403   | 403         | 403    | 404   | 403 |
| listApiKeys              | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| createApiKey             | one's own                           | 201     | 201       | 201      | 201          | 201   | 201         | 201    | 201   | 201 |
| createApiKey             | with another scope                  | 201     | 201       | 201      | 201          | 201   | 201         | 201    | 201   | 403 |
| deleteApiKey             | one's own                           | 200     | 200       | 200      | 200          | 200   | 200         | 200    | 200   | 200 |
| deleteApiKey             | somebody else's                     | 404     | 404       | 404      | 404          | 404   | 404         | 404    | 404   | 404 |
| listAuditLog             | the workspace's                     | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
| downloadAuditLog         | the workspace's                     | 200     | 200       | 403      | 200          | 403   | 403         | 403    | 200   | 403 |
`

export const cases: Cases = {
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
  verifyEmail: { 'an unknown token': { input: () => ({ ...newPassword, token: randomUUID() }) } },
  resendVerification: { "one's own address": nothing },
  showInvite: { 'an unknown token': { input: () => ({ token: randomUUID() }) } },
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
  listSessions: { "one's own": nothing },
  deleteSession: { "one's own": thing(spareSession), "somebody else's": thing(someonesSession) },
  openBrowserSession: {
    'from no page of this origin': { input: ({ pat: { email, password } }) => ({ email, password }) },
  },
  openBrowserSessionByLink: { 'from no page of this origin': { input: () => ({ secret: randomUUID() }) } },
  issueBrowserToken: { 'from no page of this origin': nothing },
  deleteBrowserSession: { 'from no page of this origin': nothing },
  listWorkspaces: { "one's own": nothing },
  createWorkspace: { 'a new one': { input: () => ({ name: 'Another' }) } },
  getWorkspace: { 'the workspace': theWorkspace() },
  deleteWorkspace: {
    'the workspace': theWorkspace({ password }),
    "one's own workspace": { input: async (_, { workspaceId }) => ({ id: workspaceId, password }) },
  },
  restoreWorkspace: {
    'the workspace': theWorkspace(),
    "one's own workspace": { input: (_, caller) => deleted(caller) },
  },
  getWorkspaceDeletion: { "one's own": { input: (_, caller) => deleted(caller) } },
  getWorkspaceReceiptKeys: { 'this deployment': nothing },
  updateWorkspace: { 'the workspace': theWorkspace({ company_name: 'Acme' }) },
  listWorkspaceMembers: { 'the workspace': theWorkspace() },
  inviteWorkspaceMember: {
    'a new address': { about: 'id', input: ({ workspaceId }) => ({ id: workspaceId, email: newAddress() }) },
    'as an owner': {
      about: 'id',
      input: ({ workspaceId }) => ({ id: workspaceId, email: newAddress(), role: 'owner' }),
    },
  },
  listUsers: { everybody: nothing },
  getPreferences: { "one's own": nothing },
  updatePreferences: { "one's own": { input: () => ({ theme: 'dark', sidebar: { sort: 'recent' } }) } },
  listPushSubscriptions: { "one's own": nothing },
  createPushSubscription: { 'a new one': { input: newSubscription } },
  deletePushSubscription: {
    "one's own": subscribed((_, caller) => caller),
    "somebody else's": subscribed(({ pat }) => pat),
  },
  uploadAvatar: { "one's own": { input: () => ({ avatar: [picture()] }) } },
  getAvatar: { 'by its URL': thing(uploadedAvatar) },
  getForeignAvatar: {
    "with a signature of somebody's own": {
      input: () => ({ signature: 'A'.repeat(43), url: 'https://else.test/a.png' }),
    },
  },
  getServer: { 'this deployment': nothing },
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
  listAuditLog: { "the workspace's": nothing },
  downloadAuditLog: { "the workspace's": nothing },
  listApiKeys: { "one's own": nothing },
  createApiKey: {
    "one's own": { input: () => ({ name: 'mine', scopes: ['admin'] }) },
    'with another scope': { input: () => ({ name: 'mine', scopes: ['admin', 'read'] }) },
  },
  deleteApiKey: {
    "somebody else's": thing(({ adasKey }) => adasKey),
    "one's own": { input: async (world, caller) => ({ id: (await world.newKey(caller, ['read'])).id }) },
  },
}

/** The workspace that somebody is in, which they have deleted if they may. */
async function deleted({ workspaceId, client }: Person): Promise<Input> {
  await client.answer(deleteWorkspace, { id: workspaceId, password })
  return { id: workspaceId }
}
