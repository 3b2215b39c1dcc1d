import type { Redis } from '@parley/kit/redis'

/** A fixed window to count one request in. */
export interface Window {
  key: string
  seconds: number
  /** Requests that it has room for. */
  points: number
}

/** What Redis answers to one request. */
export interface RedisAnswer {
  /**
   * For each window: how many it has counted, this request included, and the milliseconds until it ends. Where one has no
   * room, that one has one more than its points, and the request is counted in none.
   */
  counted: { consumed: number; msLeft: number }[]
  /** For each key its value. */
  values: (string | null)[]
}

/**
 * Counts each request in all of its windows, or in none where one is full, and reads values. The windows' keys come first,
 * each with its seconds, its points, and 1 where it is the last of its request.
 */
const script = `
local answer = {}
local windows = #ARGV / 3
local first = 1
local isRefused = false
for i = 1, windows do
  local counted = tonumber(redis.call('get', KEYS[i]) or 0)
  answer[2 * i - 1] = counted
  if counted >= tonumber(ARGV[3 * i - 1]) then
    isRefused = true
    answer[2 * i - 1] = tonumber(ARGV[3 * i - 1]) + 1
  end
  if ARGV[3 * i] == '1' then
    for j = first, i do
      local seconds = ARGV[3 * j - 2]
      if not isRefused then
        redis.call('set', KEYS[j], 0, 'EX', seconds, 'NX')
        answer[2 * j - 1] = redis.call('incr', KEYS[j])
      end
      local ttl = redis.call('pttl', KEYS[j])
      if ttl < 0 then
        redis.call('expire', KEYS[j], seconds)
        ttl = seconds * 1000
      end
      answer[2 * j] = ttl
    end
    first = i + 1
    isRefused = false
  end
end
for i = windows + 1, #KEYS do
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
    const windowArguments: number[] = []
    for (const { windows } of asked)
      for (const [place, { key, seconds, points }] of windows.entries()) {
        keys.push(key)
        windowArguments.push(seconds, points, place === windows.length - 1 ? 1 : 0)
      }
    const windowCount = keys.length
    for (const each of asked) keys.push(...each.keys)
    ;(redis as Scripted)[command](keys.length, ...keys, ...windowArguments).then(
      (answer) => distribute(asked, answer, 2 * windowCount),
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
