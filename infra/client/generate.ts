import { endpoints } from '@parley/contracts/catalog'
import type { Endpoint } from '@parley/contracts/endpoint'
import { EventEnvelope } from '@parley/contracts/event'
import { events } from '@parley/contracts/events'
import { feedKindOf } from '@parley/contracts/feed-kind'
import { feeds } from '@parley/contracts/feeds'
import { openApiDocument } from '@parley/contracts/openapi'
import { createSchemas, type Json } from '@parley/contracts/openapi-schemas'
import { areaOf } from '@parley/contracts/openapi-words'
import { PositionsAnswer, RenewAnswer, SyncAnswer } from '@parley/contracts/realtime'
import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'
import * as z from 'zod'

const notice = '// Generated from the contracts by `pnpm client:generate`.\n'

/** What `packages/client/src/generated` should hold, by file name. */
export async function generateClient(): Promise<Map<string, string>> {
  const api = await types()
  return new Map([
    ['api.ts', notice + api],
    ['calls.ts', notice + calls()],
    ['feeds.ts', notice + feedKinds()],
    ['resources.ts', notice + resources(api)],
  ])
}

/** The types of every operation, resource and event, made from the same JSON Schemas as the API's documentation. */
async function types(): Promise<string> {
  const schemas = createSchemas()
  const document = openApiDocument({ serverUrl: 'https://parley.example.com', version: '0', schemas })
  const published = z.object(
    Object.fromEntries(events.map(({ type, data }) => [type, EventEnvelope.extend({ type: z.literal(type), data })])),
  )
  const socket = { Events: published, Positions: PositionsAnswer, Renewed: RenewAnswer, Synced: SyncAnswer }
  for (const [name, schema] of Object.entries(socket)) schemas.components[name] = schemas.of(schema, 'output')
  const nodes = await openapiTS(onlySuccesses(document) as never, {
    alphabetize: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    // Files are sent as they are, not as text.
    transform: ({ format }) => (format === 'binary' ? ts.factory.createTypeReferenceNode('Blob') : undefined),
  })
  return astToString(nodes)
}

/** Errors are thrown as `ParleyError`, and headers are no part of an answer's body. */
function onlySuccesses(document: Json): Json {
  const paths = Object.entries(document.paths as Record<string, Record<string, Operation>>)
    .filter(([path]) => path.startsWith('/api/'))
    .map(([path, methods]) => {
      const kept = Object.entries(methods).map(([method, { operationId, parameters, requestBody, responses }]) => {
        const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'))
        const answers = successes.map(([status, { content }]) => [status, { description: '', content }])
        const fields = parameters.filter((parameter) => 'in' in parameter)
        return [method, { operationId, parameters: fields, requestBody, responses: Object.fromEntries(answers) }]
      })
      return [path, Object.fromEntries(kept)]
    })
  const { schemas } = document.components as { schemas: Json }
  const { openapi, info } = document
  return {
    openapi,
    info: { ...(info as Json), description: '' },
    paths: Object.fromEntries(paths),
    components: { schemas },
  }
}

interface Operation {
  operationId: string
  parameters: Json[]
  requestBody?: Json
  responses: Record<string, { content: Json }>
}

/** The types that answers and events are made of, for users to name. */
function resources(api: string): string {
  const names = [...api.matchAll(/^export type (\w+) = components\['schemas'\]/gm)].map(([, name]) => name!)
  const own = new Set(['Events', 'Positions', 'Renewed', 'Synced', 'TeamError', 'DeskError'])
  return `export type { ${names.filter((name) => !own.has(name)).join(', ')} } from './api.ts'\n`
}

/** What a call needs at run time, by area and method. Areas are apart, so that a bundle may have only some of them. */
function calls(): string {
  const published = endpoints.filter(({ visibility }) => visibility === 'public')
  const byArea = Map.groupBy(published, (endpoint) => camelCase(areaOf(endpoint)))
  const consts = [...byArea].map(([area, members]) => {
    const methods = members.map((endpoint) => {
      const { summary, description } = endpoint
      const words = [summary, ...(description ? ['', ...description.split('\n')] : [])]
      const comment = `/**\n${words.map((line) => ` * ${line.replaceAll('*/', '*\\/')}`.trimEnd()).join('\n')}\n */`
      return `${comment}\n${methodName(endpoint, area)}: ${JSON.stringify(callOf(endpoint))},`
    })
    return `export const ${area} = {\n${methods.join('\n')}\n} as const\n`
  })
  return `${consts.join('\n')}\nexport const areas = { ${[...byArea.keys()].join(', ')} } as const\n`
}

/** The kinds of feeds that the client keeps a position in, and what their events say. */
function feedKinds(): string {
  const kinds = feeds.map((feed) => feedKindOf(feed, events))
  return `import type { FeedKind } from '@parley/contracts/feed'\n\nexport const feedKinds: readonly FeedKind[] = ${JSON.stringify(kinds, null, 2)}\n`
}

/** `listChannelMembers` of the area `channels` is `listMembers` there: the area's own noun is left out. */
function methodName({ name }: Endpoint, area: string): string {
  const noun = area.charAt(0).toUpperCase() + area.slice(1).replace(/s$/, '')
  const short = name.replace(new RegExp(`(To)?${noun}s?(?=[A-Z]|$)`), '')
  return /^[a-z]+([A-Z]|$)/.test(short) ? short : name
}

function callOf(endpoint: Endpoint) {
  const { name, method, path, query, body, upload, consumes, produces, resumedAt, idempotent, pages } = endpoint
  return {
    operation: name,
    method,
    path,
    ...(query && { query: Object.keys(query.shape) }),
    ...(body && { body: Object.keys(body.shape) }),
    ...(upload && { isUpload: true }),
    ...(upload && consumes.includes('application/json') && { takesJson: true }),
    ...(produces === 'application/octet-stream' && { isFile: true }),
    ...(produces === 'text/event-stream' && { isStream: true }),
    ...(resumedAt && { resumedAt }),
    ...(idempotent && { isIdempotent: true }),
    ...(pages && { pages }),
  }
}

const camelCase = (words: string): string => words.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
