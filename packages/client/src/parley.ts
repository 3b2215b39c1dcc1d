import type { Areas, Call, Input, OperationName, Output } from './call.ts'
import { areas } from './generated/calls.ts'
import type { CallOptions, ParleyOptions, Token, UploadOptions } from './options.ts'
import { type Page, pageOf } from './page.ts'
import { connect, type Realtime, type RealtimeOptions } from './realtime.ts'
import { createTransport, type Transport } from './transport.ts'

type NameOf<C> = C extends { operation: infer N extends OperationName } ? N : never
type OptionsOf<C> = C extends { isUpload: true } ? UploadOptions : CallOptions
/** Where a call needs no field, its input may be left out. */
type Given<N extends OperationName, I, O> =
  Record<never, never> extends Input<N> ? [input?: I, options?: O] : [input: I, options?: O]
type ItemOf<A, K> = K extends keyof A ? (A[K] extends readonly (infer I)[] ? I : never) : never

type Method<C> = C extends { pages: { items: infer K } }
  ? (...given: Given<NameOf<C>, Input<NameOf<C>>, CallOptions>) => Page<Output<NameOf<C>>, ItemOf<Output<NameOf<C>>, K>>
  : C extends { isFile: true }
    ? (...given: Given<NameOf<C>, Input<NameOf<C>>, CallOptions>) => Promise<File>
    : <const I extends Input<NameOf<C>>>(...given: Given<NameOf<C>, I, OptionsOf<C>>) => Promise<Output<NameOf<C>, I>>

/** Every call of the API, by area: `parley.messages.post({ channel_id, content })`. */
export type Calls = { readonly [A in keyof Areas]: { readonly [M in keyof Areas[A]]: Method<Areas[A][M]> } }

export interface Parley extends Calls {
  readonly baseUrl: string
  /** The same client with another credential, or with none. */
  withToken(token: Token | undefined): Parley
  /** Connects to Parley's events with this client's credential, and stays connected. */
  connect(options?: Omit<RealtimeOptions, 'url' | 'token'>): Realtime
}

/**
 * A client of Parley's API, for servers, browsers and workers.
 *
 * A call answers the body of the success. Every other answer throws a `ParleyError`, and no answer at all a
 * `ParleyConnectionError`, both after the retries that cannot do anything twice.
 */
export function createParley(options: ParleyOptions): Parley {
  const { baseUrl, token } = options
  return {
    ...callsWith(createTransport(options)),
    baseUrl,
    withToken: (other) => createParley({ ...options, token: other }),
    connect(realtime) {
      if (token === undefined) throw new TypeError('A connection needs a token.')
      return connect({ ...realtime, url: baseUrl, token })
    },
  }
}

function callsWith(send: Transport): Calls {
  const methodOf = (call: Call) =>
    call.pages
      ? (input: Record<string, unknown> = {}, options?: CallOptions) => pageOf(send, call, input, options)
      : (input: Record<string, unknown> = {}, options?: UploadOptions) => send(call, input, options)
  const mapped = Object.entries(areas).map(([area, calls]) => [
    area,
    Object.fromEntries(Object.entries(calls).map(([method, call]) => [method, methodOf(call)])),
  ])
  return Object.fromEntries(mapped) as Calls
}
