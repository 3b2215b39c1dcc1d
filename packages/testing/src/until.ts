import { setTimeout as wait } from 'node:timers/promises'

/**
 * Waits for a state instead of for a time: asks again and again until the answer is truthy.
 *
 * @returns that answer
 * @throws Error naming `what` did not come about within `withinMs` (default 10 s)
 */
export async function until<T>(
  probe: () => T | Promise<T>,
  { what, withinMs = 10_000, everyMs = 10 }: { what: string; withinMs?: number; everyMs?: number },
): Promise<NonNullable<T>> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const answer = await probe()
    if (answer) return answer as NonNullable<T>
    if (Date.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain for ${what}.`)
    await wait(everyMs)
  }
}
