import type { Redis } from './redis.ts'

/**
 * Who is online, in Redis: a sorted set of gateways by the time at which each expires, a set per gateway of the people
 * with sockets there, and a hash of the statuses that people have set. Someone is online while a gateway that has not
 * expired has them: the people of a crashed gateway go offline with it.
 */
const lookUps = `
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function has(who, at)
  for _, gateway in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. at, '+inf')) do
    if redis.call('SISMEMBER', ARGV[1] .. gateway, who) == 1 then return true end
  end
  return false
end
`

const enterScript = `${lookUps}
local at = now()
local was = has(ARGV[3], at)
redis.call('SADD', ARGV[1] .. ARGV[2], ARGV[3])
redis.call('ZADD', KEYS[1], at + ARGV[4], ARGV[2])
return { was and 0 or 1, redis.call('HGET', KEYS[2], ARGV[3]) or 'online' }
`

const leaveScript = `${lookUps}
if redis.call('SREM', ARGV[1] .. ARGV[2], ARGV[3]) == 0 or has(ARGV[3], now()) then return 0 end
redis.call('HDEL', KEYS[2], ARGV[3])
return 1
`

const heartbeatScript = `${lookUps}
if not redis.call('ZSCORE', KEYS[1], ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now() + ARGV[3], ARGV[2])
return 1
`

const sweepScript = `${lookUps}
local at = now()
local gone = {}
for _, gateway in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', at)) do
  redis.call('ZREM', KEYS[1], gateway)
  local people = redis.call('SMEMBERS', ARGV[1] .. gateway)
  redis.call('DEL', ARGV[1] .. gateway)
  for _, who in ipairs(people) do
    if not has(who, at) then
      redis.call('HDEL', KEYS[2], who)
      table.insert(gone, who)
    end
  end
end
return gone
`

const statusesScript = `${lookUps}
local at = now()
local found = {}
for index = 2, #ARGV do
  if has(ARGV[index], at) then
    found[index - 1] = redis.call('HGET', KEYS[2], ARGV[index]) or 'online'
  else
    found[index - 1] = ''
  end
end
return found
`

/** What people are named in Redis. */
export const presenceName = ({ workspaceId, userId }: { workspaceId: string; userId: string }) =>
  `${workspaceId}/${userId}`

/** One gateway's operations, each one atomic script. People are named `<workspace>/<user>`. */
export function createPresenceStore(redis: Redis, prefix: string, gatewayId: string) {
  const gateways = `${prefix}:presence:gateways`
  const statuses = `${prefix}:presence:statuses`
  const peopleOf = `${prefix}:presence:of:`
  const run = (script: string, ...args: (string | number)[]) =>
    redis.eval(script, 2, gateways, statuses, peopleOf, ...args)

  return {
    /** Registers someone here. `isNew` when they were on no gateway; `status` is what they had set. */
    async enter(who: string, lifeMs: number): Promise<{ isNew: boolean; status: string }> {
      const [isNew, status] = (await run(enterScript, gatewayId, who, lifeMs)) as [number, string]
      return { isNew: isNew === 1, status }
    },

    /** Removes someone from this gateway; true when they are on no other. */
    leave: async (who: string): Promise<boolean> => (await run(leaveScript, gatewayId, who)) === 1,

    /** Extends this gateway's expiry. False when it had expired, or Redis has lost it. */
    heartbeat: async (lifeMs: number): Promise<boolean> => (await run(heartbeatScript, gatewayId, lifeMs)) === 1,

    /** Removes expired gateways; answers who went offline with them, each to one of several callers. */
    sweep: async (): Promise<string[]> => (await run(sweepScript)) as string[],

    /** The status of each of these people; '' for offline. */
    statusesOf: async (people: string[]): Promise<string[]> => (await run(statusesScript, ...people)) as string[],

    async setStatus(who: string, status: string): Promise<void> {
      if (status === 'online') await redis.hdel(statuses, who)
      else await redis.hset(statuses, who, status)
    },
  }
}

/** Reads the statuses of people, as `statusesOf` of the store does, for whoever writes none. */
export function createPresenceReader(redis: Redis, prefix: string) {
  const { statusesOf } = createPresenceStore(redis, prefix, '')
  return async (people: { workspaceId: string; userId: string }[]): Promise<string[]> =>
    people.length === 0 ? [] : statusesOf(people.map(presenceName))
}

export type PresenceStore = ReturnType<typeof createPresenceStore>
