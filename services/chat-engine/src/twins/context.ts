import type { Context } from '../context.ts'

/** What the routes of twins stand on. */
export type TwinsContext = Pick<Context, 'db' | 'outbox' | 'config'>
