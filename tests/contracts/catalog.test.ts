import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { endpoints } from '@parley/contracts/catalog'
import type { Endpoint } from '@parley/contracts/endpoint'
import { events } from '@parley/contracts/events'
import { jobs } from '@parley/contracts/jobs'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const contracts = join(import.meta.dirname, '../../packages/contracts/src')

const repeated = (names: string[]) => names.filter((name, index) => names.indexOf(name) !== index)
const fieldsOf = (part: z.ZodObject | undefined) => Object.keys(part?.shape ?? {})

describe('the catalog', () => {
  it('has every endpoint that any file of the contracts defines', async () => {
    const files = readdirSync(contracts, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
    const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(contracts, file)).href)))
    const isEndpoint = (value: unknown): value is Endpoint =>
      typeof value === 'object' && value !== null && 'responses' in value && 'owner' in value && 'path' in value
    const defined = new Set(modules.flatMap((module) => Object.values(module as object).filter(isEndpoint)))
    expect(endpoints.map(({ name }) => name).sort()).toEqual([...defined].map(({ name }) => name).sort())
  })

  it('names everything once', () => {
    expect(repeated(endpoints.map(({ name }) => name))).toEqual([])
    expect(repeated(events.map(({ type }) => type))).toEqual([])
    expect(repeated(jobs.map(({ name }) => name))).toEqual([])
  })

  it('answers every method and path once, whatever its parameters are called', () => {
    expect(repeated(endpoints.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`))).toEqual([])
  })

  it('keeps Idempotency-Keys for every POST but sign-in, answers with secrets, streams, and what writes nothing', () => {
    const notKept = endpoints.filter(
      ({ method, idempotent, path, produces }) =>
        method === 'post' && !idempotent && !path.startsWith('/api/auth/') && produces !== 'text/event-stream',
    )
    const reasons = {
      'answers a secret': [
        'createApiKey',
        'createWebhook',
        'rotateWebhookSecret',
        'createIncomingWebhook',
        'regenerateIncomingWebhook',
        'createWidgetKey',
        'createIdentitySecret',
        'startWidgetSession', // a visitor's token
        'startPlatformOAuth', // a state that its installing is known by
      ],
      'takes what is valid once': ['finishPlatformOAuth'],
      'reads, and writes nothing': [
        'searchKnowledge',
        'findSources', // for services, as what follows
        'readTranscript',
        'draftReply', // its caller keeps the key
        'summarizeConversation',
      ],
      'says how it is now': ['testConnection', 'testWebhook'],
      'is over in a moment, and stored nowhere': ['typeToVisitor', 'typeInWidget'],
      'comes from who sends no such keys; an id or a token in it makes a second one harmless': [
        'receiveAppEvents',
        'receivePlatformEvents',
        'postToIncomingWebhook',
        'receiveMail',
        'unsubscribe',
      ],
    }
    expect(notKept.map(({ name }) => name).sort()).toEqual(Object.values(reasons).flat().sort())
  })

  it('records in the audit log whatever only some may change, but for these', () => {
    const unrecorded = endpoints.filter(
      ({ method, scope, role, desk, audit }) =>
        method !== 'get' &&
        (scope === 'admin' || role === 'admin' || role === 'owner' || desk === 'CUSTOMER') &&
        audit === undefined,
    )
    expect(unrecorded.map(({ name }) => name)).toEqual([
      'createWorkspace', // of nobody else's
      'testMcpServer', // changes nothing
      'testConnection',
      'startPlatformOAuth', // what it leads to is recorded
      'startAccountLink',
      'testWebhook',
      // What agents do as well, all day long.
      'updateTenantVisitor',
      'actOnTenantConversations',
      'updateTenantConversation',
      'assignTenantConversation',
      'markTenantConversationRead',
      'resolveTenantConversation',
      'updateTenantConversationStatus',
      'mergeTenantConversation',
      'retryErasure', // of what is recorded
    ])
  })

  it('records acts of people alone, who answer for them', () => {
    for (const { name, audit, callers } of endpoints) if (audit) expect(callers, name).toEqual(['user'])
  })

  it('gives BullMQ names that it accepts', () => {
    for (const { name } of jobs) expect(name).toMatch(/^[a-z][a-z-]*$/)
  })

  it('has facts for what jobs need', () => {
    for (const { name, needs, on = [] } of jobs)
      for (const { facts } of on) expect([undefined, ...(facts ?? [])], name).toContain(needs)
  })
})

describe.for(endpoints)('$name', (endpoint) => {
  const { path, method, params, query, body, responses } = endpoint

  it('declares the parameters of its path, and no others', () => {
    const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
    expect(fieldsOf(params).sort()).toEqual(named.sort())
  })

  it('gives each field one place, so that a client may take them in one object', () => {
    expect(repeated([params, query, body].flatMap(fieldsOf))).toEqual([])
  })

  it('says how its pages follow one another, where it has pages', () => {
    const given = fieldsOf(query)
    const { items, cursors = [], repeats = [] } = endpoint.pages ?? {}
    expect(items !== undefined).toBe(given.includes('limit'))
    if (!items) return
    expect(Object.keys((responses[200] as z.ZodObject).shape)).toContain(items)
    const asked = [...cursors.flatMap((cursor) => [cursor.query, cursor.when ?? cursor.query]), ...repeats]
    expect(given).toEqual(expect.arrayContaining(cursors.length > 0 ? asked : [...asked, 'offset']))
  })

  it('has a body only where one may be sent', () => {
    if (method === 'get') expect(body).toBeUndefined()
  })

  it('declares what it answers on success', () => {
    const statuses = Object.keys(responses).map(Number)
    expect(statuses.length).toBeGreaterThan(0)
    for (const status of statuses) expect(status).toBeLessThan(400)
  })

  it('can be written as JSON Schema', () => {
    for (const part of [params, query, body]) if (part) z.toJSONSchema(part, { io: 'input', unrepresentable: 'any' })
    for (const schema of Object.values(responses)) z.toJSONSchema(schema, { unrepresentable: 'any' })
  })
})
