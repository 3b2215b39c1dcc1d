import { readInWidget } from '@parley/contracts/desk/widget-messages'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { read } from '../domain/draft.ts'
import { changeVisitorsConversation } from '../visitors-conversation.ts'

export const readInWidgetRoute = ({ db }: Context) =>
  route(readInWidget, (request) =>
    transact(
      db,
      request,
      async (tx) => ok(await changeVisitorsConversation(tx, request, (draft) => read(draft, 'visitor'))),
      { about: ({ id }) => id },
    ),
  )
