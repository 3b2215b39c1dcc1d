import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Name } from '../fields.ts'
import { KeyId, Uuid } from '../ids.ts'
import { Password } from './password.ts'
import { ApiKey, scopes } from './person.ts'

const common = { owner: 'gateway', auth: 'user', limit: 'default', scope: 'admin' } as const

export const listApiKeys = defineEndpoint({
  ...common,
  name: 'listApiKeys',
  method: 'get',
  path: '/api/v2/api-keys',
  summary: 'The caller’s own active keys in this workspace, newest first.',
  responses: { 200: envelope(z.array(ApiKey)) },
})

export const createApiKey = defineEndpoint({
  ...common,
  name: 'createApiKey',
  audit: 'api_key.created',
  method: 'post',
  path: '/api/v2/api-keys',
  summary: 'Create a key for the caller and this workspace.',
  description:
    '`key` is shown this once and kept only as its SHA-256. At most 10 active keys a person and workspace (409). It works until it is deleted or its holder leaves the workspace: a new password or a reset does not end it. A key cannot make one with scopes it does not have itself (403). With a token of a browser session `current_password` is needed (400), and a wrong one is a 403: a page’s token that somebody else got hold of makes nothing that outlives it.',
  body: z.object({
    name: Name,
    scopes: z.array(z.enum(scopes)).min(1).max(scopes.length).default(['read', 'write']),
    current_password: Password.optional(),
  }),
  responses: { 201: envelope(ApiKey.extend({ key: z.string() })) },
  errors: ['forbidden', 'conflict'],
  idempotent: false,
})

export const deleteApiKey = defineEndpoint({
  ...common,
  name: 'deleteApiKey',
  audit: 'api_key.deleted',
  method: 'delete',
  path: '/api/v2/api-keys/:id',
  summary: 'Revoke one of the caller’s keys, at once and everywhere.',
  params: z.object({ id: KeyId }),
  responses: { 200: envelope(z.object({ id: Uuid })) },
  errors: ['not_found'],
})
