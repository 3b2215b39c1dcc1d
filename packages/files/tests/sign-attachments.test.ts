import { endpoints } from '@parley/contracts/catalog'
import { events } from '@parley/contracts/events'
import { Attachment } from '@parley/contracts/messages/attachment'
import { Draft } from '@parley/contracts/messages/drafts'
import { Message, Tombstone } from '@parley/contracts/messages/message'
import { ScheduledMessage } from '@parley/contracts/messages/scheduled-message'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { signAttachments } from '../src/sign-attachments.ts'
import type { Sign } from '../src/url-signer.ts'

const sign: Sign = ({ has_thumbnail, ...shown }) => ({ ...shown, url: 'signed', thumbnail_url: null })
const unsigned = () => ({ id: 'x', name: 'a', size: 1, type: 't', width: null, height: null, has_thumbnail: false })
const signed = sign(unsigned())

describe('signing what is shown', () => {
  it.for([Message, Draft, ScheduledMessage])('signs the attachments of a %#', (schema) => {
    const value = { attachments: [unsigned(), unsigned()] }
    expect(signAttachments(schema, value, sign)).toBe(true)
    expect(value.attachments).toEqual([signed, signed])
  })

  it('signs wherever messages stand in an answer', () => {
    const answer = { data: [{ attachments: [unsigned()] }, { deleted_at: 'x' }, { attachments: null }], next: null }
    const shape = z.object({ data: z.array(z.union([Message, Tombstone])), next: Message.nullable() })
    expect(signAttachments(shape, answer, sign)).toBe(true)
    expect(answer.data).toEqual([{ attachments: [signed] }, { deleted_at: 'x' }, { attachments: null }])
  })

  it('takes nothing that a sender wrote for an attachment', () => {
    const message = () => ({
      metadata: { attachments: [unsigned()], data: { attachments: [unsigned()] } },
      attachments: null,
    })
    const value = message()
    expect(signAttachments(Message, value, sign)).toBe(false)
    expect(value).toEqual(message())
  })

  it('finds every place where a contract speaks of attachments', () => {
    const shapes = [
      ...endpoints.flatMap(({ name, responses }) => Object.values(responses).map((shape) => [name, shape] as const)),
      ...events.map(({ type, data }) => [type, data] as const),
    ]
    const speaking = shapes.filter(([, shape]) => speaks(shape))
    expect(speaking.length).toBeGreaterThan(20)
    for (const [name, shape] of speaking)
      expect([name, signAttachments(shape, exampleOf(shape), sign)]).toEqual([name, true])
  })
})

/** Whether a schema has attachments anywhere. */
const speaks = (schema: z.core.$ZodType) =>
  JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' })).includes('thumbnail_url')

/** A value with an attachment wherever the schema has one. */
function exampleOf(schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(Object.entries(schema.shape).map(([name, shape]) => [name, exampleOf(shape)]))
  if (schema instanceof z.ZodArray) return [schema.element === Attachment ? unsigned() : exampleOf(schema.element)]
  if (schema instanceof z.ZodUnion) return exampleOf(schema.options.find(speaks) ?? schema.options[0]!)
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return exampleOf(schema.unwrap())
  return null
}
