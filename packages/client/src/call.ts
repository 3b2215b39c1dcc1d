import type { operations } from './generated/api.ts'
import type { areas } from './generated/calls.ts'

/** What a call needs at run time; `generated/calls.ts` has one for each operation. */
export interface Call {
  operation: string
  method: string
  /** Parameters are written `:id`. */
  path: string
  /** The fields that go into the query, and those that go into the body. */
  query?: readonly string[]
  body?: readonly string[]
  /** The body is a form with files. */
  isUpload?: true
  /** Without files the body may be JSON. */
  takesJson?: true
  /** The answer is a file. */
  isFile?: true
  /** The answer is a stream of events. */
  isStream?: true
  /** Where the stream of a POST is resumed; the parameters are fields of its first frame. */
  resumedAt?: string
  /** The answer is kept under an `Idempotency-Key`. */
  isIdempotent?: true
  pages?: PagesOfCall
}

/** How the pages of a list follow one another. */
export interface PagesOfCall {
  /** The answer's field with the items. */
  items: string
  /** The query field `query` takes the field `of` of the page's last item; the first counts whose `when` was given. */
  cursors?: readonly { query: string; of: string; when?: string }[]
  /** Fields of the answer's `meta` that the next request repeats. */
  repeats?: readonly string[]
}

export type Areas = typeof areas
export type OperationName = keyof operations

/** Fields of a place that the operation has none in are written as `never`. */
type Fields<T> = [NonNullable<T>] extends [never] ? Record<never, never> : NonNullable<T>
type Body<T> = [NonNullable<T>] extends [never] ? Record<never, never> : Contents<NonNullable<T>>

/**
 * What a call takes: path, query and body fields in one object. Ids are UUIDs or TypeIDs. Each operation is taken by
 * itself: paths, queries and bodies of all of them, combined with one another, are more than the compiler represents.
 */
export type Input<N extends OperationName> = N extends unknown
  ? Fields<operations[N]['parameters']['path']> &
      Fields<operations[N]['parameters']['query']> &
      Body<operations[N]['requestBody']>
  : never

type Contents<R> = R extends { content: infer C } ? C[keyof C] : never
type Successes<R> = { [S in keyof R]: Contents<R[S]> }
/** With `send_at` a message is answered by a 202: it is posted later. */
type Usual<S> = [Exclude<keyof S, 202>] extends [never] ? S[keyof S] : S[Exclude<keyof S, 202>]

/** What a call answers. */
export type Output<N extends OperationName, I = Input<N>> =
  Successes<operations[N]['responses']> extends infer S
    ? S extends { 202: infer Later }
      ? I extends { send_at: string }
        ? Later
        : Usual<S>
      : Usual<S>
    : never
