import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { idOf } from '../ids.ts'

const mebibyte = 1024 * 1024

/** Width and height of an uploaded avatar as it is served, in pixels. */
export const avatarPixels = 256

export const uploadAvatar = defineEndpoint({
  owner: 'gateway',
  auth: 'user',
  limit: 'default',
  name: 'uploadAvatar',
  method: 'post',
  path: '/api/v2/avatar',
  summary: 'Upload a picture of oneself.',
  description: `Multipart form data with one file of at most 5 MiB, \`avatar\`: PNG, JPEG, GIF, WebP, AVIF or TIFF, whatever its name says; anything else, or one that cannot be decoded, is a 400. Of it a square of ${avatarPixels} pixels is kept, cut from the middle, as WebP and without metadata. \`avatar_url\` of the answer is the person’s \`avatarUrl\` from then on, and the one before it is gone.`,
  consumes: ['multipart/form-data'],
  bodyLimitBytes: 5 * mebibyte + 64 * 1024,
  upload: { field: 'avatar', maxFiles: 1, maxFileBytes: 5 * mebibyte, maxFields: 5, maxFieldBytes: 1024 },
  body: z.object({ avatar: z.array(z.file()).min(1).max(1) }),
  responses: { 200: envelope(z.object({ avatar_url: z.string() })) },
})

export const getAvatar = defineEndpoint({
  owner: 'gateway',
  auth: 'none',
  limit: 'files',
  name: 'getAvatar',
  method: 'get',
  path: '/api/v2/avatars/:id',
  summary: 'An uploaded picture of a person.',
  description: 'The URL is what `avatar_url` says, opens without a credential, and always means the same picture.',
  params: z.object({ id: idOf('file') }),
  notFound: 'No such picture.',
  produces: 'application/octet-stream',
  responses: { 200: z.file(), 206: z.file() },
  errors: ['not_found', 'range_not_satisfiable'],
})

export const getForeignAvatar = defineEndpoint({
  owner: 'gateway',
  auth: 'none',
  limit: 'files',
  name: 'getForeignAvatar',
  method: 'get',
  path: '/api/v2/avatars/foreign/:signature',
  summary: 'A picture of somebody that is kept elsewhere.',
  description: `Other people’s \`avatar_url\` leads here where the picture is not of this deployment, so that a reader’s browser calls nobody else. The URL opens without a credential; only this deployment can sign one. The picture is fetched from a public address, and cut to a square WebP of ${avatarPixels} pixels; one that is no PNG, JPEG, GIF, WebP, AVIF or TIFF, has more than 2 MiB, or cannot be fetched is a 404, as is a URL with another signature. It is fetched again after a day.`,
  params: z.object({ signature: z.string().max(100) }),
  query: z.object({ url: z.string().max(4_000) }),
  notFound: 'No such picture.',
  produces: 'application/octet-stream',
  responses: { 200: z.file(), 206: z.file() },
  errors: ['not_found', 'range_not_satisfiable', 'unavailable'],
})
