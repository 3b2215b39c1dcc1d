import { maxPins } from '@parley/contracts/messages/pins'
import { actingUser } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, type Request } from '@parley/kit/route'
import type { Context } from './context.ts'
import { archived, noSuchMessage } from './domain/refusals.ts'
import { setPin } from './store/pins.ts'
import { keptForReader } from './store/replays.ts'

interface Pin {
  id: string
  channelId?: string
  isPinned: boolean
  userId?: string | null | undefined
}

/** Pins or unpins a message for either endpoint; `bodyOf` makes that endpoint's answer. */
export async function pin<B>(
  { db }: Context,
  request: Request,
  { userId, ...target }: Pin,
  bodyOf: (message: Extract<Awaited<ReturnType<typeof setPin>>, { message: unknown }>['message']) => B,
) {
  const { caller, trace } = request
  const person = { workspaceId: caller.workspaceId, userId: actingUser(caller, userId) }
  return transact(
    db,
    request,
    async (tx) => {
      const pinning = await setPin(tx, person, target, trace)
      if (pinning.outcome === 'not_found') throw noSuchMessage()
      if (pinning.outcome === 'archived') throw archived()
      if (pinning.outcome === 'too_many')
        throw new ServiceError('conflict', `A channel holds ${maxPins} pins; take one away first.`)
      return ok(bodyOf(pinning.message))
    },
    keptForReader(person),
  )
}
