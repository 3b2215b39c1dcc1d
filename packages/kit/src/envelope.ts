import type { EventContract, EventEnvelope } from '@parley/contracts/event'
import { feedIdOf } from '@parley/contracts/feed'
import type * as z from 'zod'

/** An event on its way to gateways, which deliver it as each reader sees it. */
export interface PublishedEvent extends EventEnvelope {
  /** By view: its `rev` as those readers count, where that is another. No reader receives this field. */
  revs?: Readonly<Record<string, number>>
}

/** An event as whoever publishes it gives it. */
export interface NewEvent<E extends EventContract> {
  event: E
  workspaceId: string
  /** The UUID of the channel or conversation that it is about, where the contract names a feed. */
  feedId?: string
  rooms: string[]
  data: z.input<E['data']>
  /**
   * Of a sequenced event: its row's number and that of the change, taken while the feed is locked, and an id of the
   * event's own, the same when it is read again. `revs`: see `PublishedEvent`.
   */
  number?: { id: string; seq: number; rev: number } & Pick<PublishedEvent, 'revs'>
}

/**
 * What an event is published as, but for its time, and its id where it has no number.
 *
 * @throws TypeError when its contract names a feed and nothing says which, or the other way round
 */
export function envelopeOf<E extends EventContract>({
  event: { type, feed },
  workspaceId,
  feedId,
  data,
  number,
}: NewEvent<E>): Omit<PublishedEvent, 'id' | 'at'> & { id?: string } {
  if ((feed === undefined) !== (feedId === undefined))
    throw new TypeError(`${type} is about ${feed ? `a ${feed.name}, and nothing says which` : 'no feed'}.`)
  return {
    type,
    workspace_id: workspaceId,
    ...(feed && feedId !== undefined && { [feed.idField]: feedIdOf(feed, feedId) }),
    seq: null,
    rev: null,
    ...number,
    data,
  }
}

/**
 * How an event breaks its contract, in one sentence; undefined if it does not. Attachments are not looked at: they are
 * signed after they were published.
 */
export function faultOf(contract: EventContract, event: EventEnvelope): string | undefined {
  const { type, delivery, feed, data } = contract
  if ((delivery === 'sequenced') !== (event.rev !== null && event.seq !== null))
    return `${type} is ${delivery}, and its seq is ${event.seq}, its rev ${event.rev}.`
  if (feed && !event[feed.idField]) return `${type} has no ${feed.idField}.`
  const parsed = data.safeParse(event.data)
  const issue = parsed.error?.issues.find(({ path }) => !path.includes('attachments'))
  if (issue) return `${type}: data.${issue.path.join('.')}: ${issue.message}`
  const stray = parsed.success ? findStray(event.data, parsed.data) : undefined
  return stray === undefined ? undefined : `${type}: data${stray} is not declared.`
}

/** The path of a field that parsing has dropped. */
function findStray(given: unknown, parsed: unknown): string | undefined {
  if (typeof given !== 'object' || typeof parsed !== 'object' || given === null || parsed === null) return undefined
  for (const [name, value] of Object.entries(given)) {
    if (!(name in parsed)) return `.${name}`
    const found = findStray(value, (parsed as Record<string, unknown>)[name])
    if (found !== undefined) return `.${name}${found}`
  }
  return undefined
}
