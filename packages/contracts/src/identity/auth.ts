import * as z from 'zod'
import { Email } from '../email.ts'
import { defineEndpoint } from '../endpoint.ts'
import { HttpUrl, Name, NewPassword } from '../fields.ts'
import { WorkspaceId } from '../ids.ts'
import { Password } from './password.ts'
import { SignedIn, SignedInAnywhere, SignedInUser } from './person.ts'

const own = { owner: 'gateway', limit: 'default' } as const
const open = { owner: 'gateway', auth: 'none', limit: 'login' } as const

/** A single-use token out of a mail's link. */
const MailedToken = z.string().trim().min(1).max(200)

export const register = defineEndpoint({
  ...open,
  name: 'register',
  method: 'post',
  path: '/api/auth/register',
  summary: 'Create an account and a workspace owned by it.',
  description:
    'The workspace has a public channel `general` when this answers. A mail with a link that proves the email address (`/verify-email`) is on its way; until it is proven nothing comes to the account by its address. An address that has an account already is a 409: sign in, or reset the password.',
  body: z.object({ email: Email, password: NewPassword, name: Name, companyName: Name.optional() }),
  responses: { 201: SignedIn },
  errors: ['conflict'],
})

export const login = defineEndpoint({
  ...open,
  name: 'login',
  method: 'post',
  path: '/api/auth/login',
  summary: 'Sign in with email and password.',
  description:
    'An unknown email address and a wrong password answer alike, after the same time. The token is for the workspace last used; `switch-workspace` gives one for another. Whoever is in no workspace gets a token all the same, and `workspace` is null: it creates a workspace, answers invitations and reads `me`; everything else is a 403. At most 100 sessions a person and workspace stay open: the one unused for longest ends.',
  body: z.object({ email: Email, password: Password }),
  responses: { 200: SignedInAnywhere },
  errors: ['unauthorized'],
})

export const getMe = defineEndpoint({
  ...own,
  name: 'getMe',
  method: 'get',
  path: '/api/auth/me',
  auth: 'user',
  workspace: 'optional',
  summary: 'The signed-in person.',
  responses: { 200: SignedInUser },
})

export const updateMe = defineEndpoint({
  ...own,
  name: 'updateMe',
  method: 'patch',
  path: '/api/auth/me',
  auth: 'user',
  summary: 'Change name, avatar or password.',
  description:
    'A new password needs `currentPassword` (403 when wrong) and ends every other session of the person; API keys stay. Wrong guesses at it are limited (429). An API key may change name and avatar only (403). `avatarUrl: null` removes the avatar.',
  body: z.object({
    name: Name.optional(),
    avatarUrl: HttpUrl.nullable().optional(),
    password: NewPassword.optional(),
    currentPassword: Password.optional(),
  }),
  responses: { 200: SignedInUser },
  errors: ['forbidden'],
})

export const logout = defineEndpoint({
  ...own,
  name: 'logout',
  method: 'post',
  path: '/api/auth/logout',
  auth: 'user',
  workspace: 'optional',
  summary: 'Revoke this session at once, everywhere.',
  description:
    'Open sockets of the session are closed. The token of a browser session ends that session, with all its tokens. An API key is not a session: revoke it with DELETE instead (403).',
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['forbidden'],
})

export const refresh = defineEndpoint({
  ...own,
  name: 'refresh',
  method: 'post',
  path: '/api/auth/refresh',
  auth: 'user',
  workspace: 'optional',
  summary: 'A new token for the old one, which is dead from then on.',
  description:
    'Sockets opened with the old one are closed. An API key cannot be refreshed, nor the token of a browser session, which gets another itself (403).',
  responses: { 200: SignedInAnywhere },
  errors: ['forbidden'],
})

export const switchWorkspace = defineEndpoint({
  ...own,
  name: 'switchWorkspace',
  method: 'post',
  path: '/api/auth/switch-workspace',
  auth: 'user',
  workspace: 'optional',
  summary: 'A token for another workspace of the same person; the old one stays valid.',
  description:
    'A workspace that the person is not in is a 404. An API key belongs to one workspace and gets none, and a browser session gets its tokens itself (403).',
  body: z.object({ workspaceId: WorkspaceId }),
  responses: { 200: SignedIn },
  errors: ['forbidden', 'not_found'],
})

export const forgotPassword = defineEndpoint({
  ...open,
  name: 'forgotPassword',
  method: 'post',
  path: '/api/auth/forgot-password',
  summary: 'Mail a link to set a new password.',
  description:
    'Always 202, whether or not the email address is known. The link works once, for an hour. An address gets at most five such mails an hour; beyond them nothing is mailed, and the newest link still works.',
  body: z.object({ email: Email }),
  responses: { 202: z.object({ success: z.literal(true) }) },
})

export const resetPassword = defineEndpoint({
  ...open,
  name: 'resetPassword',
  method: 'post',
  path: '/api/auth/reset-password',
  summary: 'Set a new password with the token of the mailed link.',
  description:
    'Ends every session of the person, in all their workspaces, and every API key that was made before their email address was proven, which this link does where none has before. Later keys survive it: whoever may have had the account in other hands looks through theirs and deletes what they do not know. A used, unknown or expired token is a 400.',
  body: z.object({ token: MailedToken, password: NewPassword }),
  responses: { 200: z.object({ success: z.literal(true) }) },
})

export const acceptInvite = defineEndpoint({
  ...open,
  name: 'acceptInvite',
  method: 'post',
  path: '/api/auth/accept-invite',
  summary: 'Join a workspace with the token of the mailed invitation.',
  description:
    'Creates the account where the email address has none; without a `name` it is called as the invitation says, else by the part of the address before the `@`. An account whose address is proven takes its own `password` (401). One whose address is not proven may be somebody else’s, and whoever holds the link owns the address: `password` becomes the account’s, every session and API key that was made before ends, and unless it was the account’s password already, its name and picture are set again. A used, unknown or expired token is a 400. Whoever is signed in with a proven address can accept without the link: `POST /api/v2/invitations/:id/accept`.',
  body: z.object({ token: MailedToken, password: NewPassword, name: Name.optional() }),
  responses: { 201: SignedIn },
  errors: ['unauthorized', 'conflict'],
})

export const showInvite = defineEndpoint({
  ...open,
  name: 'showInvite',
  method: 'post',
  path: '/api/auth/show-invite',
  summary: 'Which workspace the token of a mailed invitation leads into, and who has sent it.',
  description: 'The token is not used up by it. A used, unknown or expired one is a 400.',
  body: z.object({ token: MailedToken }),
  responses: {
    200: z.object({
      success: z.literal(true),
      workspace: z.object({ name: z.string() }),
      invitedBy: z.object({ name: z.string() }).nullable().describe('Null where their account is gone.'),
    }),
  },
})

export const verifyEmail = defineEndpoint({
  ...open,
  name: 'verifyEmail',
  method: 'post',
  path: '/api/auth/verify-email',
  summary: 'Prove the email address of an account with the token of the mailed link.',
  description:
    '`password` is the account’s, and its sessions and API keys stay; or it is another, since somebody else made the account: it is set, and every session and API key that was made before ends. A used, unknown or expired token is a 400.',
  body: z.object({ token: MailedToken, password: NewPassword }),
  responses: {
    200: z.object({
      success: z.literal(true),
      passwordChanged: z.boolean().describe('Whether the password was another, and sessions and keys have ended.'),
    }),
  },
})

export const resendVerification = defineEndpoint({
  ...own,
  limit: 'login',
  name: 'resendVerification',
  method: 'post',
  path: '/api/auth/resend-verification',
  auth: 'user',
  workspace: 'optional',
  summary: 'Mail a new link that proves the caller’s email address.',
  description:
    'The link works once, for 7 days, and takes the place of the one before. Nothing is mailed where the email address is proven, or has had five such mails within the hour: the newest link still works. For a session only (403).',
  responses: { 202: z.object({ success: z.literal(true) }) },
  errors: ['forbidden'],
})
