import { createParley } from '@parley/client/parley'
import { ParleyError } from '@parley/client/parley-error'
import type { Person } from '@parley/testing/people'
import type { RunWithReplies } from '@parley/testing/rows/chat-engine'
import { expect } from 'vitest'

/** What somebody received who asked, to the end of the stream. */
export interface Received {
  sessionId: string
  /** Undefined where the question was not taken. */
  streamId?: string
  /** The ids of the frames. */
  ids: number[]
  /** The pieces of text, joined. */
  text: string
  /** The reply in `done`. */
  reply?: string
  /** `done`; or the code of the error that ended it, or its name where nobody answered. */
  end: string
  /** The longest wait for a frame, in milliseconds. */
  longestWaitMs: number
}

export interface AskingOptions {
  message?: string
  /** Answers a request; default: the platform's own `fetch`, to each gateway in turn. */
  fetch?: typeof fetch
  /** Called with each frame. */
  onFrame?: (received: Received) => void
}

/** Sends each request to another gateway than the one before, as a load balancer may; the first to the one of that number. */
export function alternating(gatewayUrls: readonly string[], first = 0): typeof fetch {
  let next = first
  return (url, init) => {
    const { pathname, search } = new URL(String(url))
    return fetch(new URL(pathname + search, gatewayUrls[next++ % gatewayUrls.length]), init)
  }
}

/** Drops up to three connections of a client, each after some of the stream has come. */
export function dropping(send: typeof fetch, random: () => number): typeof fetch {
  let left = Math.floor(random() * 4)
  return async (url, init) => {
    const connection = new AbortController()
    const response = await send(url, { ...init, signal: connection.signal })
    if (!response.ok || left-- <= 0) return response
    let pieces = 1 + Math.floor(random() * 6)
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        controller.enqueue(piece)
        if (--pieces > 0) return
        controller.error(new TypeError('The connection was dropped.'))
        connection.abort()
      },
    })
    return new Response(response.body!.pipeThrough(cut), response)
  }
}

/** Asks in a private conversation as Parley's client does, which resumes what is interrupted; never throws. */
export async function ask(
  person: Person,
  gatewayUrls: readonly string[],
  { message = 'Tell me.', fetch: send = alternating(gatewayUrls), onFrame }: AskingOptions = {},
): Promise<Received> {
  const parley = createParley({ baseUrl: gatewayUrls[0]!, token: person.token, fetch: send })
  const received: Received = { sessionId: crypto.randomUUID(), ids: [], text: '', end: 'nothing', longestWaitMs: 0 }
  let lastAt = performance.now()
  const waited = () => {
    received.longestWaitMs = Math.max(received.longestWaitMs, performance.now() - lastAt)
    lastAt = performance.now()
  }
  try {
    for await (const frame of parley.chat.stream({ message, sessionId: received.sessionId })) {
      waited()
      received.ids.push(Number(frame.id))
      if (frame.event === 'connected') received.streamId = frame.data.streamId
      if (frame.event === 'text_delta') received.text += frame.data.content
      if (frame.event === 'done') {
        received.end = 'done'
        received.reply = frame.data.reply
      }
      onFrame?.(received)
    }
  } catch (error) {
    received.end = error instanceof ParleyError ? error.code : (error as Error).name
  }
  waited()
  return received
}

/**
 * What every client may rely on, whatever died: each frame once and in order, the whole answer or a beginning of it with an
 * error, and no wait without end.
 *
 * @param options.mayLose the database was killed, which may take back the frames that it had not written to disk; a client
 *   that had not received them has the whole answer in `done`
 */
export function expectEnded(received: Received, answer: string, { withinMs = 15_000, mayLose = false } = {}): void {
  const { ids, text, reply, end, longestWaitMs } = received
  const told = JSON.stringify(received)
  const isGapless = ids.every((id, i) => id === i + 1)
  expect(ids, told).toEqual([...new Set(ids)].sort((a, b) => a - b))
  expect(end, told).not.toBe('nothing')
  expect(longestWaitMs, told).toBeLessThan(withinMs)
  if (!mayLose) expect(isGapless, told).toBe(true)
  if (end === 'done') expect(reply, told).toBe(answer)
  if (isGapless) expect(end === 'done' ? text : answer.slice(0, text.length), told).toBe(end === 'done' ? answer : text)
}

/** Every run has ended and stored what it had written: once, or not at all where it failed in a channel. */
export function expectOneReplyEach(runs: readonly RunWithReplies[]): void {
  for (const run of runs) {
    const { status, reply, replies, in_channel: isInChannel } = run
    const told = JSON.stringify(run)
    expect(['done', 'stopped', 'failed'], told).toContain(status)
    if (isInChannel && status === 'failed' && replies.length === 0) continue
    expect(replies, told).toEqual(reply === '' ? [] : [reply])
  }
}
