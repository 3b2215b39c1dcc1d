import { webhookLimits } from '@parley/contracts/webhooks/webhook'
import type { Loop } from '@parley/kit/loops'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Context } from '../context.ts'
import { createPlaces } from '../places.ts'
import type { DB } from '../schema.ts'
import { backOffMs } from './back-off.ts'
import {
  type DueLane,
  findDueLanes,
  noteFailure,
  noteSuccess,
  noteTried,
  postponeWebhook,
  type Receiver,
  readLane,
  readReceiver,
  releaseWebhook,
  removeLane,
  type TakenWebhook,
  type Tried,
  takeWebhooks,
} from './deliveries.ts'
import { disableWebhook } from './disabling.ts'
import { type Answer, isAway, isSuccess, postEvent } from './post-event.ts'
import { openSecrets } from './secrets.ts'

/** How late an event may go out that another process has stored; this one's go out at once. */
const pollMs = 300
/** Webhooks that a process delivers to at once. One that does not answer is then left alone, so it holds its place for seconds. */
const maxAtOnce = 64
const maxOfWorkspace = 16
/** Lanes of a webhook that are delivered side by side: as many requests a receiver has to bear. */
const lanesAtOnce = 4
/** Events of a lane between two looks at the others. */
const eventsOfLane = 10
/** How long a webhook is kept; a round of its lanes takes less. */
const leaseMs = 240_000
/** After so long a webhook makes room for others. */
const roundsMs = 30_000

type Delivering = Pick<Context, 'db' | 'fetch' | 'secrets' | 'log' | 'outbox'>

/** Delivers what waits. @returns what is woken once there is more */
export function deliverEvents(
  ctx: Delivering & Pick<Context, 'every'>,
  { onClose }: Pick<ServiceRuntime<DB>, 'onClose'>,
): Loop {
  const places = createPlaces(maxAtOnce, maxOfWorkspace)
  const loop = ctx.every('deliver-to-webhooks', pollMs, async (signal) => {
    const free = await places.free()
    const taken = await takeWebhooks(ctx.db, free, places.shares(), leaseMs)
    for (const webhook of taken) {
      const delivery = deliver(ctx, webhook, signal).catch((error) =>
        ctx.log.warn({ err: error, webhook: webhook.id }, 'a webhook could not be delivered to'),
      )
      places.run(webhook.workspaceId, delivery)
    }
    return taken.length === free ? 0 : undefined
  })
  onClose('deliveries to webhooks', places.ended)
  return loop
}

/** Delivers what a webhook has, round after round of its lanes, until nothing is due or its receiver fails. */
async function deliver(ctx: Delivering, webhook: TakenWebhook, stopping: AbortSignal): Promise<void> {
  const until = performance.now() + roundsMs
  for (;;) {
    const receiver = await readReceiver(ctx.db, webhook)
    if (!receiver) return
    if (stopping.aborted || performance.now() > until) return postponeWebhook(ctx.db, webhook, 0)
    // One that has failed is tried with one event first.
    const lanes = await findDueLanes(ctx.db, webhook, receiver.failures > 0 ? 1 : lanesAtOnce)
    if (lanes.length === 0) return releaseWebhook(ctx.db, receiver)
    const secrets = openSecrets(ctx.secrets, receiver)
    const answers = (
      await Promise.all(lanes.map((lane) => deliverLane(ctx, receiver, secrets, { lane, until, stopping })))
    ).flat()
    if (stopping.aborted) return postponeWebhook(ctx.db, webhook, 0)
    if (!(await noteAnswers(ctx, receiver, answers))) return
  }
}

/** @returns how its events were answered */
async function deliverLane(
  ctx: Delivering,
  receiver: Receiver,
  secrets: readonly string[],
  { lane, until, stopping }: { lane: DueLane; until: number; stopping: AbortSignal },
): Promise<Answer[]> {
  const waiting = await readLane(ctx.db, receiver, lane.id, receiver.failures > 0 ? 1 : eventsOfLane)
  if (waiting.length === 0) {
    // Its events were forgotten.
    await removeLane(ctx.db, receiver, lane.id, lane.waiting)
    return []
  }
  const tried: Tried[] = []
  let waitMs = 0
  try {
    for (const { id, payload, attempts, isExpired } of waiting) {
      if (isExpired) {
        tried.push({ id, status: 'failed', answer: undefined })
        continue
      }
      const answer = await postEvent(ctx.fetch, { url: receiver.url, secrets }, { id, payload }, stopping)
      tried.push({ id, status: isSuccess(answer) ? 'delivered' : 'waiting', answer })
      // A receiver may take long for each: the rest waits for its turn.
      if (isSuccess(answer) && performance.now() > until) break
      if (isSuccess(answer)) continue
      waitMs = answer.retryAfterMs ?? backOffMs(attempts)
      break
    }
  } catch (error) {
    // The process stops: what was not answered is sent again by another.
    if (!stopping.aborted) throw error
  }
  await noteTried(ctx.db, receiver, lane.id, tried, waitMs)
  if (waitMs === 0) await removeLane(ctx.db, receiver, lane.id, 0)
  return tried.flatMap(({ answer }) => answer ?? [])
}

/** Notes how a receiver does. @returns whether it is to be sent more at once */
async function noteAnswers(ctx: Delivering, receiver: Receiver, answers: readonly Answer[]): Promise<boolean> {
  if (answers.some(({ status }) => status === 410)) {
    await disableWebhook(ctx, receiver, 'gone')
    return false
  }
  const isDown = answers.some(isAway)
  if (answers.some(isSuccess)) await noteSuccess(ctx.db, receiver)
  if (answers.every(isSuccess)) return true
  const { failingDays } = webhookLimits
  const noted = await noteFailure(ctx.db, receiver, { isAway: isDown, failingDays })
  if (noted?.isHopeless) {
    await disableWebhook(ctx, receiver, 'failing')
    return false
  }
  if (!noted || !isDown) return noted !== undefined
  const asked = Math.max(0, ...answers.map(({ retryAfterMs = 0 }) => retryAfterMs))
  await postponeWebhook(ctx.db, receiver, Math.max(asked, backOffMs(noted.failures - 1)))
  return false
}
