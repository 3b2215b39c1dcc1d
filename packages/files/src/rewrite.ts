import * as z from 'zod'

type Replace = (value: unknown) => unknown
/** Replaces within a value, in place; returns what stands for the value itself. */
type Visit = (value: unknown, replace: Replace) => unknown

/**
 * Finds what a value has wherever its schema says exactly `target`, by identity: never by a name, which could be in
 * what a sender wrote.
 *
 * @returns a function that replaces it, in place, and answers whether there was any
 */
export function createRewrite<T>(target: z.core.$ZodType) {
  const visits = new WeakMap<z.core.$ZodType, { visit: Visit | undefined }>()

  /** Undefined where the schema has no such thing. */
  function visitOf(schema: z.core.$ZodType): Visit | undefined {
    if (schema === target) return (value, replace) => replace(value)
    if (schema instanceof z.ZodObject) return visitOfObject(schema)
    if (schema instanceof z.ZodUnion) return inTurn(schema.options.flatMap((option) => visitOf(option) ?? []))
    if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return visitOf(schema.unwrap())
    if (!(schema instanceof z.ZodArray)) return undefined
    const visit = visitOf(schema.element)
    return (
      visit &&
      ((list, replace) => {
        if (Array.isArray(list)) for (const [at, each] of list.entries()) list[at] = visit(each, replace)
        return list
      })
    )
  }

  function visitOfObject({ shape }: z.ZodObject): Visit | undefined {
    return inTurn(
      Object.entries(shape).flatMap(([name, schema]): Visit[] => {
        const visit = visitOf(schema)
        if (!visit) return []
        return [
          (value, replace) => {
            if (isFields(value) && Object.hasOwn(value, name)) value[name] = visit(value[name], replace)
            return value
          },
        ]
      }),
    )
  }

  return (schema: z.core.$ZodType, value: unknown, replace: (found: T) => unknown): boolean => {
    let known = visits.get(schema)
    if (!known) {
      known = { visit: visitOf(schema) }
      visits.set(schema, known)
    }
    let isFound = false
    known.visit?.(value, (found) => {
      if (found === null || found === undefined) return found
      isFound = true
      return replace(found as T)
    })
    return isFound
  }
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const inTurn = (visits: Visit[]): Visit | undefined =>
  visits.length === 0
    ? undefined
    : (value, replace) => visits.reduce((current, visit) => visit(current, replace), value)
