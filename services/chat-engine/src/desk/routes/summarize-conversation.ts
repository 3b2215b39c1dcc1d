import { summarizeConversation } from '@parley/contracts/desk/assistance'
import { ok, slowRoute } from '@parley/kit/route'
import { analyse } from '../../summaries/analyse.ts'
import type { DeskContext } from '../context.ts'

export const summarizeConversationRoute = ({ ask }: DeskContext) =>
  slowRoute(summarizeConversation, async ({ body, caller, withinShare }) =>
    ok(
      await ask(caller, withinShare, async (asker, signal) => {
        const { summary, evidence } = await analyse(asker, body.messages, body.language, signal)
        return { summary, evidence }
      }),
    ),
  )
