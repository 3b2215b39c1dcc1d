import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope, PageMeta } from '../envelope.ts'
import { always, HttpUrl, Integer, Limit, Name, Offset } from '../fields.ts'
import { TwinId, Uuid } from '../ids.ts'
import { bodyLimits } from '../limits.ts'
import { Handle, slugOf } from './handle.ts'
import { PersonalityProfile, Twin, TwinVersion, twinFields, twinLimits } from './twin.ts'

const common = { owner: 'chat-engine', auth: 'user', limit: 'default' } as const
const params = z.object({ id: TwinId })
const success = z.literal(true)

const whoMayChange = 'Takes whoever made it, or a workspace owner or admin; a built-in takes an owner or admin (403). '

const handleRules =
  'A handle is compared as mentions are, without case and punctuation: one that mentions another twin or a person of the workspace is a 409. (Somebody who comes to the name later is mentioned beside the twin.)'

export const listTwins = defineEndpoint({
  ...common,
  name: 'listTwins',
  method: 'get',
  path: '/api/v2/twins',
  role: 'member',
  summary: 'The twins of the workspace: its own by handle, after the built-ins.',
  description:
    'Every workspace has the built-ins `lvng`, who answers where nobody is named, `steve-jobs` and `paul-graham`. Guests see those whom they can ask at `GET /api/v2/personalities`.',
  query: z.object({ limit: Limit(), offset: Offset }),
  pages: { items: 'data' },
  responses: { 200: z.object({ success, data: z.array(Twin), meta: PageMeta }) },
})

export const createTwin = defineEndpoint({
  ...common,
  name: 'createTwin',
  audit: 'twin.created',
  method: 'post',
  path: '/api/v2/twins',
  role: 'member',
  bodyLimitBytes: bodyLimits.content,
  summary: 'Make a twin: somebody who answers in the workspace’s channels and chats.',
  description: `Only \`name\` is needed; \`handle\` defaults to it as a slug (400 where nothing is left of that). ${handleRules} A twin’s instructions and tools are seen by every member of the workspace. A workspace has at most ${twinLimits.twins} twins (409). It answers in a channel once it is assigned there (\`POST /api/v2/channels/:id/twins\`).`,
  body: z
    .object({
      name: Name,
      handle: twinFields.handle.optional(),
      personality: twinFields.personality.default(null),
      system_prompt: twinFields.system_prompt.default(null),
      model: twinFields.model.default(null),
      tools: twinFields.tools.default(null),
      avatar_url: HttpUrl.nullable().default(null),
    })
    .superRefine(({ name, handle }, context) => {
      if (handle !== undefined || typeof name !== 'string') return
      if (!Handle.safeParse(slugOf(name)).success)
        context.addIssue({ code: 'custom', path: ['handle'], message: 'Give one: the name makes none.' })
    }, always)
    .meta({ examples: [{ name: 'Scout', personality: 'You know where everything is, and say it in one sentence.' }] }),
  responses: { 201: envelope(Twin) },
  errors: ['conflict'],
})

export const getTwin = defineEndpoint({
  ...common,
  name: 'getTwin',
  method: 'get',
  path: '/api/v2/twins/:id',
  role: 'member',
  summary: 'A twin of the workspace.',
  params,
  responses: { 200: envelope(Twin) },
  errors: ['not_found'],
})

export const updateTwin = defineEndpoint({
  ...common,
  name: 'updateTwin',
  audit: 'twin.updated',
  method: 'patch',
  path: '/api/v2/twins/:id',
  role: 'member',
  bodyLimitBytes: bodyLimits.content,
  summary: 'Change a twin, from its next answer on.',
  description: `${whoMayChange}Only the fields that are given change; at least one is needed. Each change is a new version; what changes nothing makes none. ${handleRules} A built-in keeps its handle (409). What it wrote before keeps the name and picture that it had.`,
  params,
  body: z
    .object({
      name: Name.optional(),
      handle: twinFields.handle.optional(),
      personality: twinFields.personality.optional(),
      system_prompt: twinFields.system_prompt.optional(),
      model: twinFields.model.optional(),
      tools: twinFields.tools.optional(),
      avatar_url: HttpUrl.nullable().optional(),
    })
    .superRefine((body, context) => {
      if (Object.values(body).every((value) => value === undefined))
        context.addIssue({ code: 'custom', path: [], message: 'Give at least one field to change.' })
    }, always)
    .meta({ examples: [{ personality: 'You are terse.' }] }),
  responses: { 200: envelope(Twin) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const deleteTwin = defineEndpoint({
  ...common,
  name: 'deleteTwin',
  audit: 'twin.deleted',
  method: 'delete',
  path: '/api/v2/twins/:id',
  role: 'member',
  summary: 'Delete a twin.',
  description: `${whoMayChange}A built-in cannot be deleted (409). It is out of all channels, and its answers that are being written end. What it has written stays, under the name it had. It cannot be undone.`,
  params,
  responses: { 200: envelope(z.object({ id: Uuid })) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const listTwinVersions = defineEndpoint({
  ...common,
  name: 'listTwinVersions',
  method: 'get',
  path: '/api/v2/twins/:id/versions',
  role: 'member',
  summary: 'What a twin was, newest first.',
  description: `The first is what it is now. The newest ${twinLimits.versions} are kept. Page by \`before\`, with the last \`version\` of the page before.`,
  params,
  query: z.object({ limit: Limit(), before: Integer({ min: 1, max: 2_147_483_647 }).optional() }),
  pages: { items: 'data', cursors: [{ query: 'before', of: 'version' }] },
  responses: { 200: z.object({ success, data: z.array(TwinVersion), meta: z.object({ has_more: z.boolean() }) }) },
  errors: ['not_found'],
})

export const restoreTwinVersion = defineEndpoint({
  ...common,
  name: 'restoreTwinVersion',
  audit: 'twin.restored',
  method: 'post',
  path: '/api/v2/twins/:id/versions/:version/restore',
  role: 'member',
  summary: 'Make a twin what it was in an earlier version, but for its handle.',
  description: `${whoMayChange}That is a new version. Restoring what it is already makes none. A version that there is not, or is kept no more, is a 404; one whose model is not offered any more a 409.`,
  params: params.extend({ version: Integer({ min: 1, max: 2_147_483_647 }) }),
  responses: { 200: envelope(Twin) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const listPersonalities = defineEndpoint({
  ...common,
  name: 'listPersonalities',
  method: 'get',
  path: '/api/v2/personalities',
  summary: 'Who can be asked: the built-ins, then the twins of the workspace by handle.',
  description: 'To a guest, the built-ins and the twins of the channels that they are in.',
  query: z.object({ limit: Limit(), offset: Offset }),
  pages: { items: 'data' },
  responses: { 200: z.object({ success, data: z.array(PersonalityProfile), meta: PageMeta }) },
})
