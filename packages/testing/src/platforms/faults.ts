import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { randomOf } from '../random.ts'

/** What goes wrong with a call of a platform's API. */
export type CallFault =
  /** It is refused with a 429, in the platform's form; Discord says whose limit it is. */
  | { kind: 'rate limit'; retryAfterS: number; scope?: 'user' | 'global' | 'shared' }
  /** It is answered with this status and no JSON, as by a proxy in front of the platform. */
  | { kind: 'status'; status: number }
  /** Nothing is done and no answer comes; the connection stays open. */
  | { kind: 'silence' }
  /** Nothing is done, and the connection is cut. */
  | { kind: 'cut' }
  /** It is done, and the connection is cut before the answer. */
  | { kind: 'lost answer' }
  /** It is answered as if it were done, and nothing is there afterwards. */
  | { kind: 'lost message' }

/** What goes wrong with an event on its way to its receiver. */
export type EventFault =
  | { kind: 'drop' }
  /** It is delivered twice, under the same id. */
  | { kind: 'repeat' }
  /** It is delivered after the next one. */
  | { kind: 'reorder' }
  | { kind: 'delay'; ms: number }

/** What goes wrong next, by script or by chance. */
export interface Faults<Fault> {
  /**
   * The next calls or events meet this; with `of`, those of that name alone. One, if `times` does not say, and the first,
   * if `after` does not say how many go well before.
   */
  next(fault: Fault, options?: { of?: string | RegExp; times?: number; after?: number }): void
  /** From now on each meets one of these by its chance, from 0 to 1. The same seed gives the same faults. */
  byChance(seed: number, chances: readonly (readonly [chance: number, fault: Fault])[]): void
  /** Nothing goes wrong any more. */
  clear(): void
}

/** Faults as a double asks for them. */
export interface FaultSource<Fault> extends Faults<Fault> {
  /** What goes wrong with the call or event of this name that is next. */
  take(name: string): Fault | undefined
}

export function createFaults<Fault>(): FaultSource<Fault> {
  let scripted: { fault: Fault; of: string | RegExp | undefined; times: number; after: number }[] = []
  let byChance: () => Fault | undefined = () => undefined
  return {
    next: (fault, { of, times = 1, after = 0 } = {}) => void scripted.push({ fault, of, times, after }),
    byChance(seed, chances) {
      const random = randomOf(seed)
      byChance = () => {
        let left = random()
        for (const [chance, fault] of chances) {
          if (left < chance) return fault
          left -= chance
        }
        return undefined
      }
    },
    clear() {
      scripted = []
      byChance = () => undefined
    },
    take(name) {
      const script = scripted.find(({ of }) => of === undefined || (of instanceof RegExp ? of.test(name) : of === name))
      if (!script) return byChance()
      if (script.after > 0) {
        script.after -= 1
        return undefined
      }
      script.times -= 1
      if (script.times === 0) scripted = scripted.filter((other) => other !== script)
      return script.fault
    },
  }
}

/** How a double does a call and answers it. */
export interface AnsweredCall<Result> {
  work: () => Result | Promise<Result>
  /** Answers with what the work gave. */
  give: (result: Result) => void
  /** Takes back what the work has done, without an event. */
  undo?: (result: Result) => void
  /** Answers that the limit of calls is exceeded. */
  limit: (fault: CallFault & { kind: 'rate limit' }) => void
}

/** Does a call and answers it, unless a fault is in the way. */
export async function answerThrough<Result>(
  fault: CallFault | undefined,
  response: ServerResponse,
  { work, give, undo, limit }: AnsweredCall<Result>,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return give(await work())
    case 'rate limit':
      return limit(fault)
    case 'status':
      response.writeHead(fault.status, { 'content-type': 'text/html' })
      return void response.end(`<h1>${fault.status}</h1>`)
    case 'silence':
      return
    case 'cut':
      return void response.destroy()
    case 'lost answer':
      await work()
      return void response.destroy()
    case 'lost message': {
      const result = await work()
      if (!undo) throw new Error('This double loses no messages.')
      undo(result)
      return give(result)
    }
  }
}

/** Events on their way to a receiver. */
export interface EventLine<Event> {
  send(event: Event): void
  /** Once all have arrived or were given up, those that were kept back too. */
  settled(): Promise<void>
  /** Drops what is on its way. */
  close(): void
}

/** Sends each event as soon as it comes, without waiting for the one before it, through what goes wrong with them. */
export function createEventLine<Event>(
  faults: FaultSource<EventFault>,
  nameOf: (event: Event) => string,
  deliver: (event: Event, signal: AbortSignal) => Promise<void>,
): EventLine<Event> {
  const underWay = new Set<Promise<void>>()
  const ending = new AbortController()
  let keptBack: Event[] = []

  function start(event: Event, delayMs = 0): void {
    const { signal } = ending
    if (signal.aborted) return
    const delivery = (delayMs === 0 ? Promise.resolve() : wait(delayMs, undefined, { signal }))
      .then(() => deliver(event, signal))
      .catch((error) => {
        if (!signal.aborted) throw error
      })
      .finally(() => underWay.delete(delivery))
    underWay.add(delivery)
  }

  function release(): void {
    const released = keptBack
    keptBack = []
    for (const event of released) start(event)
  }

  return {
    send(event) {
      const fault = faults.take(nameOf(event))
      if (fault?.kind === 'drop') return
      if (fault?.kind === 'reorder') return void keptBack.push(event)
      start(event, fault?.kind === 'delay' ? fault.ms : 0)
      if (fault?.kind === 'repeat') start(event)
      release()
    },
    async settled() {
      release()
      while (underWay.size > 0) await Promise.all(underWay)
    },
    close: () => ending.abort(),
  }
}
