import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Email, HttpUrl, Name, NewPassword } from '../fields.ts'
import { WorkspaceId } from '../ids.ts'
import { SignedIn, SignedInUser } from './person.ts'

const own = { owner: 'gateway', limit: 'default' } as const
const open = { owner: 'gateway', auth: 'none', limit: 'login' } as const

/** A password offered at sign-in. Six is the documented minimum; nothing shorter was ever set. */
const Password = z.string().min(6).max(200)
/** A single-use token out of a mail's link. */
const MailedToken = z.string().trim().min(1).max(200)

export const register = defineEndpoint({
  ...open,
  name: 'register',
  method: 'post',
  path: '/api/auth/register',
  summary: 'Create an account and a workspace owned by it.',
  description:
    'The workspace has a public channel `general` when this answers. An address that has an account already is a 409: sign in, or reset the password.',
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
    'An unknown address and a wrong password answer alike, after the same time. The token is for the workspace last used; `switch-workspace` gives one for another. Someone who belongs to no workspace any more is told so (403). At most 100 sessions a person and workspace stay open: the one unused for longest ends.',
  body: z.object({ email: Email, password: Password }),
  responses: { 200: SignedIn },
  errors: ['unauthorized', 'forbidden'],
})

export const getMe = defineEndpoint({
  ...own,
  name: 'getMe',
  method: 'get',
  path: '/api/auth/me',
  auth: 'user',
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
  summary: 'Revoke this session at once, everywhere.',
  description:
    'Open sockets of the session are closed. An API key is not a session: revoke it with DELETE instead (403).',
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['forbidden'],
})

export const refresh = defineEndpoint({
  ...own,
  name: 'refresh',
  method: 'post',
  path: '/api/auth/refresh',
  auth: 'user',
  summary: 'A new token for the old one, which is dead from then on.',
  description: 'Sockets opened with the old one are closed. An API key cannot be refreshed (403).',
  responses: { 200: SignedIn },
  errors: ['forbidden'],
})

export const switchWorkspace = defineEndpoint({
  ...own,
  name: 'switchWorkspace',
  method: 'post',
  path: '/api/auth/switch-workspace',
  auth: 'user',
  summary: 'A token for another workspace of the same person; the old one stays valid.',
  description:
    'A workspace that the person is not in is a 404. An API key belongs to one workspace and gets none (403).',
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
  description: 'Always 202, whether or not the address is known. The link works once, for an hour.',
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
    'Ends every session of the person, in all their workspaces. API keys survive it: whoever may have had the account in other hands looks through theirs and deletes what they do not know. A used, unknown or expired token is a 400.',
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
    'Creates the account; `name` defaults to the part of the address before the `@`. If the address got an account since it was invited, `password` must be that account’s (401). A used, unknown or expired token is a 400.',
  body: z.object({ token: MailedToken, password: NewPassword, name: Name.optional() }),
  responses: { 201: SignedIn },
  errors: ['unauthorized', 'conflict'],
})
