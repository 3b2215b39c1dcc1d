// In the place of the client's `page.ts`: the widget asks for each page by itself.
import type { Call } from '@parley/client/call'
import type { CallOptions } from '@parley/client/options'
import type { Transport } from '@parley/client/transport'

export const pageOf = (send: Transport, call: Call, input: Record<string, unknown>, options?: CallOptions) =>
  send(call, input, options)
