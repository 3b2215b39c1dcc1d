import { setTimeout as wait } from 'node:timers/promises'

/** Counts who has received what, and how long after it was sent; each of so many receivers, once. */
export function createWatch(receivers: number) {
  const sent = new Map<string, { at: number; missing: number }>()
  let latencies: number[] = []
  let missing = 0
  return {
    expect(content: string): void {
      sent.set(content, { at: performance.now(), missing: receivers })
      missing += receivers
    },
    received(content: string): void {
      const message = sent.get(content)
      if (!message) throw new Error('A message was received that nobody sent.')
      latencies.push(performance.now() - message.at)
      missing--
      if (--message.missing === 0) sent.delete(content)
    },
    /** Waits for what is still on its way. */
    async take(): Promise<number[]> {
      for (const until = performance.now() + 20_000; missing > 0; await wait(10))
        if (performance.now() > until) throw new Error(`${missing} deliveries never came.`)
      const taken = latencies
      latencies = []
      return taken
    },
  }
}

export type Watch = ReturnType<typeof createWatch>
