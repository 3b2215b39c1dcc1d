import type { Context } from '../context.ts'
import type { ToolsContext } from '../tools/open-tools.ts'

/** What the routes of twins stand on. */
export type TwinsContext = Pick<Context, 'db' | 'outbox' | 'config'> & Pick<ToolsContext, 'tools'>
