import type { Redis } from '@parley/kit/redis'

/** A fixed window to count one request in. */
export interface Window {
  key: string
  seconds: number
}

/** What Redis answers to one request. */
export interface RedisAnswer {
  /** For each window: how many it has counted, this request included, and the milliseconds until it ends. */
  counted: { consumed: number; msLeft: number }[]
  /** For each key its value. */
  values: (string | null)[]
}

/**
 * Counts in windows as rate-limiter-flexible's own script does, but in any number of them, and reads values. The
 * windows' keys come first, each with its seconds.
 */
const script = `
local answer = {}
for i = 1, #ARGV do
  redis.call('set', KEYS[i], 0, 'EX', ARGV[i], 'NX')
  answer[2 * i - 1] = redis.call('incr', KEYS[i])
  local ttl = redis.call('pttl', KEYS[i])
  if ttl < 0 then
    redis.call('expire', KEYS[i], ARGV[i])
    ttl = ARGV[i] * 1000
  end
  answer[2 * i] = ttl
end
for i = #ARGV + 1, #KEYS do
  answer[#answer + 1] = redis.call('get', KEYS[i])
end
return answer`

const command = 'parleyAdmit'
type Scripted = Redis & Record<typeof command, (keys: number, ...rest: (string | number)[]) => Promise<unknown[]>>

/** The script blocks Redis while it runs: this many requests take it well under a millisecond. */
const maxBatch = 128

interface Asked {
  windows: readonly Window[]
  keys: readonly string[]
  resolve: (answer: RedisAnswer) => void
  reject: (error: unknown) => void
}

/**
 * Asks Redis for whatever the requests of one turn of the event loop need, all in one command: what a command costs the
 * client is a good part of what a request costs the gateway.
 */
export function createRedisBatch(
  redis: Redis,
): (windows: readonly Window[], keys: readonly string[]) => Promise<RedisAnswer> {
  redis.defineCommand(command, { lua: script })
  // It is a batch already; waiting for another turn to be put into a pipeline would only take time.
  redis.options.autoPipeliningIgnoredCommands = [...(redis.options.autoPipeliningIgnoredCommands ?? []), command]
  let batch: Asked[] = []

  function send(): void {
    const asked = batch
    if (asked.length === 0) return
    batch = []
    const keys: string[] = []
    const seconds: number[] = []
    for (const { windows } of asked)
      for (const window of windows) {
        keys.push(window.key)
        seconds.push(window.seconds)
      }
    for (const each of asked) keys.push(...each.keys)
    ;(redis as Scripted)[command](keys.length, ...keys, ...seconds).then(
      (answer) => distribute(asked, answer, 2 * seconds.length),
      (error) => {
        for (const { reject } of asked) reject(error)
      },
    )
  }

  return (windows, keys) =>
    new Promise((resolve, reject) => {
      if (batch.length === 0) setImmediate(send)
      batch.push({ windows, keys, resolve, reject })
      if (batch.length === maxBatch) send()
    })
}

/** Gives each request its part of the answer. */
function distribute(asked: readonly Asked[], answer: readonly unknown[], firstValue: number): void {
  let count = 0
  let value = firstValue
  for (const { windows, keys, resolve } of asked) {
    const counted = windows.map(() => ({ consumed: answer[count++] as number, msLeft: answer[count++] as number }))
    resolve({ counted, values: keys.map(() => answer[value++] as string | null) })
  }
}
