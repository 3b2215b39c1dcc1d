import { conversationRated } from '@parley/contracts/desk/events'
import { rateInWidget } from '@parley/contracts/desk/widget-messages'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { change } from '../domain/draft.ts'
import { rate } from '../store/ratings.ts'
import { changeVisitorsConversation } from '../visitors-conversation.ts'

export const rateInWidgetRoute = ({ db }: Context) =>
  route(rateInWidget, (request) => {
    const { score, comment = null } = request.body
    return transact(
      db,
      request,
      async (tx) =>
        ok(
          await changeVisitorsConversation(tx, request, async (draft) => {
            const { row } = draft
            if (row.status !== 'CLOSED' || row.resolutions === 0)
              throw new ServiceError('conflict', 'The conversation is not resolved.')
            if (await rate(tx, row, { score, comment })) change(draft, conversationRated, { rating: score })
          }),
        ),
      { about: ({ id }) => id },
    )
  })
