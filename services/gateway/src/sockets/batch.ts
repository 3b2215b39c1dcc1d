/**
 * Batches single look-ups: those of one turn of the event loop are one query, and those made while `parallel` queries
 * are running wait and become the next one.
 */
export function createBatcher<Key, Answer>(
  ask: (keys: Key[]) => Promise<Answer[]>,
  { size, parallel }: { size: number; parallel: number },
): (key: Key) => Promise<Answer> {
  const waiting: { key: Key; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = []
  let running = 0
  let scheduled = false

  async function run(): Promise<void> {
    const batch = waiting.splice(0, size)
    running++
    try {
      const answers = await ask(batch.map(({ key }) => key))
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index]!)
    } catch (error) {
      for (const { reject } of batch) reject(error)
    } finally {
      running--
      schedule()
    }
  }

  function schedule(): void {
    if (scheduled || waiting.length === 0 || running >= parallel) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      while (waiting.length > 0 && running < parallel) void run()
    })
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      schedule()
    })
}
