import type { Call, Input, OperationName, Output } from './call.ts'
import type { CallOptions, ParleyOptions, StreamOptions, UploadOptions } from './options.ts'
import { type Page, pageOf } from './page.ts'
import type { StreamOf } from './stream-calls.ts'
import { createTransport } from './transport.ts'

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

/** The calls of some areas, each a method: `calls.messages.post({ channel_id, content })`. */
export type CallsOf<A> = { readonly [N in keyof A]: { readonly [M in keyof A[N]]: Method<A[N][M]> } }

/**
 * Makes methods of the calls of these areas: a bundle that names no others has no others in it.
 *
 * @param streamOf makes a method of a call that answers a stream, where there are any among these
 */
export function createCalls<const A extends Record<string, Record<string, Call>>>(
  areas: A,
  client: ParleyOptions,
  streamOf?: StreamOf,
): CallsOf<A> {
  const send = createTransport(client)

  function methodOf(call: Call) {
    if (call.pages)
      return (input: Record<string, unknown> = {}, options?: CallOptions) => pageOf(send, call, input, options)
    if (call.isStream) return streamOf!(call)
    return (input: Record<string, unknown> = {}, options?: UploadOptions) => send(call, input, options)
  }
  const mapped = Object.entries(areas).map(([area, calls]) => [
    area,
    Object.fromEntries(Object.entries(calls).map(([method, call]) => [method, methodOf(call)])),
  ])
  return Object.fromEntries(mapped) as CallsOf<A>
}
