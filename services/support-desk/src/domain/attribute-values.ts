import {
  type Attribute,
  type AttributeValue,
  attributeLimits,
  type GivenAttributes,
} from '@parley/contracts/desk/attributes'
import { visibleLine } from '@parley/contracts/text'
import { invalid } from '@parley/kit/errors'
import * as z from 'zod'

/** Values by the ids of their attributes, as they are stored; null takes one away. */
export type AttributeChanges = Record<string, AttributeValue | null>

const plain = {
  text: visibleLine(attributeLimits.text),
  number: z.number().min(-1e15).max(1e15),
  boolean: z.boolean(),
  date: z.iso.date(),
}

const shapes = {
  text: `Must be a line of at most ${attributeLimits.text} characters.`,
  number: 'Must be a number between -10¹⁵ and 10¹⁵.',
  boolean: 'Must be true or false.',
  date: 'Must be a date such as 2026-03-01.',
}
const shapeOf = ({ type, choices }: Attribute): string =>
  type === 'choice' ? `Must be one of ${choices.join(', ')}.` : shapes[type]

const schemaOf = ({ type, choices }: Attribute): z.ZodType<AttributeValue> =>
  type === 'choice' ? z.enum(choices) : plain[type]

/**
 * What is given by key, by id.
 *
 * @throws ServiceError 400 that names the first which there is no attribute for, or which does not fit
 */
export function requireAttributes(attributes: readonly Attribute[], given: GivenAttributes): AttributeChanges {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      const attribute = attributes.find((each) => each.key === key)
      if (!attribute) throw invalid(`attributes.${key}`, 'There is no such attribute.')
      if (value === null) return [attribute.id, null]
      const { data, success } = schemaOf(attribute).safeParse(value)
      if (!success) throw invalid(`attributes.${key}`, shapeOf(attribute))
      return [attribute.id, data]
    }),
  )
}

/** Of what a visitor says of themselves, by id, what they may say and what fits: no page is to fail for the rest. */
export const claimedAttributes = (attributes: readonly Attribute[], given: GivenAttributes): AttributeChanges =>
  Object.fromEntries(
    attributes
      .filter(({ isVisitorClaim, key }) => isVisitorClaim && Object.hasOwn(given, key))
      .map((attribute): [string, AttributeValue | null | undefined] => {
        const value = given[attribute.key]!
        return [attribute.id, value === null ? null : schemaOf(attribute).safeParse(value).data]
      })
      .filter((change): change is [string, AttributeValue | null] => change[1] !== undefined),
  )

/**
 * `<key>:<value>` of a query, as it is stored.
 *
 * @throws ServiceError 400 where there is no such attribute, or its values are others
 */
export function attributeFilter(attributes: readonly Attribute[], text: string): Record<string, AttributeValue> {
  const [key, written] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)]
  const attribute = attributes.find((each) => each.key === key)
  if (!attribute) throw invalid('attribute', 'There is no such attribute.')
  const value = readers[attribute.type](written)
  const { data, error } = attribute.type === 'choice' ? { data: value } : schemaOf(attribute).safeParse(value)
  if (data === undefined || error) throw invalid('attribute', `Must be a ${attribute.type} after the colon.`)
  return { [attribute.id]: data }
}

const asWritten = (text: string): AttributeValue | undefined => text
const readers: Record<Attribute['type'], (text: string) => AttributeValue | undefined> = {
  text: asWritten,
  date: asWritten,
  choice: asWritten,
  number: (text) => (/^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined),
  boolean: (text) => ({ true: true, false: false })[text],
}
