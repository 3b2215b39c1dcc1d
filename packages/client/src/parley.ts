import { type CallsOf, createCalls } from './area-calls.ts'
import type { Areas } from './call.ts'
import { areas } from './generated/calls.ts'
import type { ParleyOptions, Token } from './options.ts'
import { connect, type Realtime, type RealtimeOptions } from './realtime.ts'
import { createStreams } from './stream-calls.ts'

/** Every call of the API, by area: `parley.messages.post({ channel_id, content })`. */
export type Calls = CallsOf<Areas>

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
    ...createCalls(areas, options, createStreams(options)),
    baseUrl,
    withToken: (other) => createParley({ ...options, token: other }),
    connect(realtime) {
      if (token === undefined) throw new TypeError('A connection needs a token.')
      return connect({ ...realtime, url: baseUrl, token })
    },
  }
}
