import { events } from '@parley/contracts/events'
import { ConnectRefusal, socketLimits, socketMessages } from '@parley/contracts/realtime'
import { GoodbyeCode } from '@parley/contracts/sockets/events'
import { bootPlatform } from '@parley/testing/platform'
import { describe, expect, it } from 'vitest'

const platform = await bootPlatform({ services: ['gateway'] })

interface Schema {
  $ref?: string
  const?: string
  properties?: Record<string, Schema>
}
interface Ref {
  $ref: string
}
interface Document {
  asyncapi: string
  info: { description: string }
  channels: Record<string, { messages: Record<string, { name: string; payload: Schema }> }>
  operations: Record<string, { action: string; description: string; messages: Ref[]; reply?: { messages: Ref[] } }>
  components: { schemas: Record<string, Schema> }
}
const { status, body } = await platform.client().request('get', '/asyncapi.json')
const document = body as Document

const at = <T>({ $ref }: Ref) =>
  $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key], document) as T
const operationsThat = (action: string) => Object.values(document.operations).filter((each) => each.action === action)
const messageOf = ({ messages: [message] }: { messages: Ref[] }) => at<{ name: string; payload: Schema }>(message!)

describe('GET /asyncapi.json', () => {
  it('refers to nothing that is not there', () => {
    expect([status, document.asyncapi]).toEqual([200, '3.1.0'])
    for (const [, reference] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g))
      expect(at({ $ref: reference! }), reference).toBeDefined()
  })

  it('lists every event that a socket may receive, and no internal one', () => {
    const emitted = operationsThat('send').map(messageOf)
    expect(emitted.map(({ name }) => name).sort()).toEqual(events.map(({ type }) => type).sort())
    for (const { name, payload } of emitted) {
      expect(payload.properties!.type!.const, name).toBe(name)
      expect(Object.keys(payload.properties!), name).toEqual(expect.arrayContaining(['seq', 'rev', 'data']))
    }
  })

  it('says of every event who receives it, and where its data differs from what answers show', () => {
    for (const { type, audience } of events) expect(document.operations[type]!.description, type).toContain(audience)
    const dataOf = (type: string) => messageOf(document.operations[type]!).payload.properties!.data!
    expect(dataOf('channel.created').$ref).toBe('#/components/schemas/Channel')
    expect(document.operations['channel.created']!.description).toContain('`is_member`')
    expect(Object.keys(dataOf('member.added').properties!)).toContain('channel_id')
    expect(document.operations['member.added']!.description).toContain('`channel_id`')
  })

  it('lists what a client may send, how it is acknowledged and how it may be refused', () => {
    const taken = operationsThat('receive')
    expect(taken.map((each) => messageOf(each).name)).toEqual(socketMessages.map(({ name }) => name))
    for (const { name, errors } of socketMessages) {
      const { description, reply } = document.operations[`client.${name}`]!
      for (const code of errors) expect(description, name).toContain(`\`${code}\``)
      const [answer, error] = reply!.messages.map((each) => at<{ payload: Schema }>(each))
      expect(Object.keys(answer!.payload.properties!), name).not.toEqual([])
      expect(Object.keys(error!.payload.properties!), name).toEqual(['success', 'error'])
    }
  })

  it('names every reason for being refused or disconnected, and every limit', () => {
    const { description } = document.info
    for (const code of [...ConnectRefusal.shape.code.options, ...GoodbyeCode.options])
      expect(description).toMatch(new RegExp(`- \`${code}\`: \\S.+\\. \\S.+\\.`))
    for (const [name, value] of Object.entries(socketLimits))
      expect(description).toContain(`- \`${name}\`, **${value.toLocaleString('en')}**: `)
  })
})
