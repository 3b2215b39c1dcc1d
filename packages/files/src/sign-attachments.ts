import { Attachment } from '@parley/contracts/messages/attachment'
import * as z from 'zod'
import type { Sign } from './url-signer.ts'

/** Answers whether there was anything to sign. */
type Visit = (value: unknown, sign: Sign) => boolean

const visits = new WeakMap<z.core.$ZodType, Visit | undefined>()

/**
 * Signs, in place, the attachments of a value that is about to be shown by this schema: exactly where the schema says
 * `Attachment`, so that nothing a sender wrote into `metadata` is ever taken for one.
 *
 * @returns whether it has any
 */
export function signAttachments(schema: z.core.$ZodType, value: unknown, sign: Sign): boolean {
  if (!visits.has(schema)) visits.set(schema, visitOf(schema))
  return visits.get(schema)?.(value, sign) ?? false
}

/** Undefined where the schema has no attachments. */
function visitOf(schema: z.core.$ZodType): Visit | undefined {
  if (schema instanceof z.ZodObject) return visitOfObject(schema)
  if (schema instanceof z.ZodUnion) return all(schema.options.flatMap((option) => visitOf(option) ?? []))
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return visitOf(schema.unwrap())
  if (!(schema instanceof z.ZodArray)) return undefined
  const visit = visitOf(schema.element)
  return visit && ((list, sign) => Array.isArray(list) && anyOf(list, (each) => visit(each, sign)))
}

function visitOfObject({ shape }: z.ZodObject): Visit | undefined {
  const visit = all(
    Object.entries(shape).flatMap(([name, schema]): Visit[] => {
      if (isAttachments(schema)) return [(value, sign) => signList(value as Fields, name, sign)]
      const visit = visitOf(schema)
      return visit ? [(value, sign) => visit((value as Fields)[name], sign)] : []
    }),
  )
  return visit && ((value, sign) => typeof value === 'object' && value !== null && visit(value, sign))
}

const all = (visits: Visit[]): Visit | undefined =>
  visits.length === 0 ? undefined : (value, sign) => anyOf(visits, (visit) => visit(value, sign))

/** As `some`, but looks at every one. */
const anyOf = <T>(list: T[], test: (each: T) => boolean): boolean => list.filter(test).length > 0

function isAttachments(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return isAttachments(schema.unwrap())
  return schema instanceof z.ZodArray && schema.element === Attachment
}

type Fields = Record<string, unknown>

function signList(value: Fields, name: string, sign: Sign): boolean {
  const list = value[name]
  if (!Array.isArray(list)) return false
  value[name] = list.map((attachment) => sign(attachment))
  return list.length > 0
}
