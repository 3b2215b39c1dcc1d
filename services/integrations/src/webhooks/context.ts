import type { Loop } from '@parley/kit/loops'
import type { RouteContext } from '../context.ts'

/** What routes of webhooks are given. */
export interface WebhookContext extends RouteContext {
  /** Delivers what waits: woken once there is more. */
  delivering: Loop
}
