import type { Call } from './call.ts'
import { type Frame, readStream, requireStream } from './event-stream.ts'
import type { ParleyOptions, StreamOptions } from './options.ts'
import { createSender, failureOf } from './transport.ts'

/** The method of a call that answers a stream. */
export type StreamOf = (
  call: Call,
) => (input?: Record<string, unknown>, options?: StreamOptions) => AsyncGenerator<unknown, void>

/** Streams are resumed where they can be: a GET, and a POST that says where. */
export function createStreams(client: ParleyOptions): StreamOf {
  const send = createSender(client)
  return (call) => {
    const { operation, resumedAt } = call
    return (input = {}, { lastEventId, ...options } = {}) => {
      const connect = async (position: string | undefined, first?: Frame) => {
        const headers = {
          Accept: 'text/event-stream',
          ...(position !== undefined && { 'Last-Event-ID': position }),
          ...options.headers,
        }
        const isResumed = first !== undefined && resumedAt !== undefined
        try {
          const response = isResumed
            ? send({ operation, method: 'get', path: resumedAt }, first.data as never, { ...options, headers })
            : send(call, input, { ...options, headers })
          return await requireStream(await response)
        } catch (error) {
          throw failureOf(call, error, options.signal)
        }
      }
      const isRepeatable = call.method === 'get' || resumedAt !== undefined
      return readStream(connect, { ...options, isRepeatable, ...(lastEventId !== undefined && { lastEventId }) })
    }
  }
}
