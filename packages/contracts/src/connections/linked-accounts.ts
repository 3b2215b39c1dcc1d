import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Time } from '../fields.ts'
import { Platform } from './platform.ts'

/** Bounds of linking an account of a platform. */
export const linkLimits = {
  /** A code can be entered for so long. */
  codeMs: 10 * 60_000,
  /** Wrong codes, after which a new one is necessary. */
  tries: 5,
  /** Codes that one person asks for in an hour. */
  perPerson: 5,
  /** Codes that one account there is sent in an hour, whoever asks. */
  perAccount: 3,
} as const

const common = { owner: 'integrations', auth: 'user', role: 'member', limit: 'default' } as const
const params = z.object({ platform: Platform })

export const LinkedAccount = z
  .object({
    platform: Platform,
    foreignId: z.string().describe('Who they are there.'),
    name: z.string().describe('What they were called there when they linked it.'),
    linkedAt: Time,
  })
  .meta({ id: 'LinkedAccount' })

export const startAccountLink = defineEndpoint({
  ...common,
  scope: 'admin',
  limit: ['default', 'invitations'],
  name: 'startAccountLink',
  method: 'post',
  path: '/api/v2/linked-accounts/:platform',
  summary: 'Have a code sent to the own account on a platform.',
  description: `The platform must be connected. The bot sends a code of eight digits to that account there, and to nowhere else; \`confirm\` takes it for ${linkLimits.codeMs / 60_000} minutes, and the newest one alone. A person has ${linkLimits.perPerson} codes sent an hour, and an account is sent ${linkLimits.perAccount} (429). Where the platform has no direct messages, or finds nobody by a handle, it is a 409 \`not_supported\`; an account that is not there is a 404, one of an app a 409.`,
  params,
  body: z
    .strictObject({
      foreignId: z.string().min(1).max(200).optional().describe('The account’s id there.'),
      handle: z.string().min(1).max(200).optional().describe('Its handle there, with or without `@`.'),
    })
    .refine(({ foreignId, handle }) => (foreignId === undefined) !== (handle === undefined), {
      path: ['foreignId'],
      error: 'Say either `foreignId` or `handle`.',
    }),
  responses: {
    201: z.object({ platform: Platform, foreignId: z.string(), name: z.string(), expiresAt: Time }),
  },
  errors: ['not_found', 'conflict', 'not_supported', 'rate_limited', 'bad_gateway', 'unavailable'],
})

export const confirmAccountLink = defineEndpoint({
  ...common,
  scope: 'admin',
  audit: 'account.linked',
  name: 'confirmAccountLink',
  method: 'post',
  path: '/api/v2/linked-accounts/:platform/confirm',
  summary: 'Link the account that the code was sent to.',
  description: `From then on what is written by that account is its person’s here, in channels where they may write; whoever mentions one of the two mentions the other. It replaces an account of the same platform. A code that is wrong, has expired or was tried ${linkLimits.tries} times is a 400; an account that somebody else in the workspace has linked is a 409.`,
  params,
  body: z.strictObject({ code: z.string().max(20) }),
  responses: { 201: LinkedAccount },
  errors: ['not_found', 'conflict'],
})

export const listLinkedAccounts = defineEndpoint({
  ...common,
  name: 'listLinkedAccounts',
  method: 'get',
  path: '/api/v2/linked-accounts',
  summary: 'The accounts that the caller has linked.',
  description: 'Also those of platforms that are not connected any more: they count again once the same account is.',
  responses: { 200: z.object({ linkedAccounts: z.array(LinkedAccount) }) },
})

export const unlinkAccount = defineEndpoint({
  ...common,
  scope: 'admin',
  audit: 'account.unlinked',
  name: 'unlinkAccount',
  method: 'delete',
  path: '/api/v2/linked-accounts/:platform',
  summary: 'Unlink the caller’s account on a platform.',
  description:
    'What that account writes is a bridged author’s again, and no edit or deletion there changes the messages that it wrote as the caller.',
  params,
  responses: { 200: z.object({ platform: Platform, status: z.literal('unlinked') }) },
  errors: ['not_found'],
})
