import type { Areas, Call, Input, OperationName, Output } from './call.ts'
import { type Frame, readStream, requireStream } from './event-stream.ts'
import { areas } from './generated/calls.ts'
import type { CallOptions, ParleyOptions, StreamOptions, Token, UploadOptions } from './options.ts'
import { type Page, pageOf } from './page.ts'
import { connect, type Realtime, type RealtimeOptions } from './realtime.ts'
import { createSender, createTransport } from './transport.ts'

type NameOf<C> = C extends { operation: infer N extends OperationName } ? N : never
type OptionsOf<C> = C extends { isUpload: true } ? UploadOptions : CallOptions
/** Where a call needs no field, its input may be left out. */
type Given<N extends OperationName, I, O> =
  Record<never, never> extends Input<N> ? [input?: I, options?: O] : [input: I, options?: O]
type ItemOf<A, K> = K extends keyof A ? (A[K] extends readonly (infer I)[] ? I : never) : never

/** An `error` frame is thrown. */
type FrameOf<F> = Exclude<F, { event: 'error' }>

type Method<C> = C extends { pages: { items: infer K } }
  ? (...given: Given<NameOf<C>, Input<NameOf<C>>, CallOptions>) => Page<Output<NameOf<C>>, ItemOf<Output<NameOf<C>>, K>>
  : C extends { isStream: true }
    ? (...given: Given<NameOf<C>, Input<NameOf<C>>, StreamOptions>) => AsyncGenerator<FrameOf<Output<NameOf<C>>>, void>
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
    ...callsWith(options),
    baseUrl,
    withToken: (other) => createParley({ ...options, token: other }),
    connect(realtime) {
      if (token === undefined) throw new TypeError('A connection needs a token.')
      return connect({ ...realtime, url: baseUrl, token })
    },
  }
}

function callsWith(client: ParleyOptions): Calls {
  const send = createTransport(client)
  const sendOnce = createSender(client)

  function methodOf(call: Call) {
    if (call.pages)
      return (input: Record<string, unknown> = {}, options?: CallOptions) => pageOf(send, call, input, options)
    if (!call.isStream)
      return (input: Record<string, unknown> = {}, options?: UploadOptions) => send(call, input, options)
    const { operation, resumedAt } = call
    return (input: Record<string, unknown> = {}, { lastEventId, ...options }: StreamOptions = {}) => {
      const connect = async (position: string | undefined, first?: Frame) => {
        const headers = {
          Accept: 'text/event-stream',
          ...(position !== undefined && { 'Last-Event-ID': position }),
          ...options.headers,
        }
        const isResumed = first !== undefined && resumedAt !== undefined
        const response = isResumed
          ? sendOnce({ operation, method: 'get', path: resumedAt }, first.data as never, { ...options, headers })
          : sendOnce(call, input, { ...options, headers })
        return requireStream(await response)
      }
      const isRepeatable = call.method === 'get' || resumedAt !== undefined
      return readStream(connect, { ...options, isRepeatable, ...(lastEventId !== undefined && { lastEventId }) })
    }
  }
  const mapped = Object.entries(areas).map(([area, calls]) => [
    area,
    Object.fromEntries(Object.entries(calls).map(([method, call]) => [method, methodOf(call)])),
  ])
  return Object.fromEntries(mapped) as Calls
}
