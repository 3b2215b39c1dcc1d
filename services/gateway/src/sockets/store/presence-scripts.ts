import type { Redis } from '@parley/kit/redis'

/**
 * Who is online, in Redis: a sorted set of gateways with the moment until which each is believed to live, a set per
 * gateway of the people who have sockets there, and a hash of what people say of themselves. Someone is online while a
 * living gateway has them; so a gateway that crashes takes its people along without a word.
 */
const livingElsewhere = `
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function has(who, moment)
  for _, gateway in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. moment, '+inf')) do
    if redis.call('SISMEMBER', ARGV[1] .. gateway, who) == 1 then return true end
  end
  return false
end
`

const enterScript = `${livingElsewhere}
local moment = now()
local was = has(ARGV[3], moment)
redis.call('SADD', ARGV[1] .. ARGV[2], ARGV[3])
redis.call('ZADD', KEYS[1], moment + ARGV[4], ARGV[2])
return { was and 0 or 1, redis.call('HGET', KEYS[2], ARGV[3]) or 'online' }
`

const leaveScript = `${livingElsewhere}
if redis.call('SREM', ARGV[1] .. ARGV[2], ARGV[3]) == 0 or has(ARGV[3], now()) then return 0 end
redis.call('HDEL', KEYS[2], ARGV[3])
return 1
`

const beatScript = `${livingElsewhere}
if not redis.call('ZSCORE', KEYS[1], ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now() + ARGV[3], ARGV[2])
return 1
`

const sweepScript = `${livingElsewhere}
local moment = now()
local gone = {}
for _, gateway in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', moment)) do
  redis.call('ZREM', KEYS[1], gateway)
  local people = redis.call('SMEMBERS', ARGV[1] .. gateway)
  redis.call('DEL', ARGV[1] .. gateway)
  for _, who in ipairs(people) do
    if not has(who, moment) then
      redis.call('HDEL', KEYS[2], who)
      table.insert(gone, who)
    end
  end
end
return gone
`

const lookScript = `${livingElsewhere}
local moment = now()
local found = {}
for index = 2, #ARGV do
  if has(ARGV[index], moment) then
    found[index - 1] = redis.call('HGET', KEYS[2], ARGV[index]) or 'online'
  else
    found[index - 1] = ''
  end
end
return found
`

/** What one gateway writes and asks of it; each is one atomic step. People are named `<workspace>/<user>`. */
export function createPresenceStore(redis: Redis, prefix: string, gatewayId: string) {
  const gateways = `${prefix}:presence:gateways`
  const statuses = `${prefix}:presence:statuses`
  const peopleOf = `${prefix}:presence:of:`
  const run = (script: string, ...args: (string | number)[]) =>
    redis.eval(script, 2, gateways, statuses, peopleOf, ...args)

  return {
    /** Notes someone here. `isNew` when they were nowhere else; `status` is what they said of themselves before. */
    async enter(who: string, lifeMs: number): Promise<{ isNew: boolean; status: string }> {
      const [isNew, status] = (await run(enterScript, gatewayId, who, lifeMs)) as [number, string]
      return { isNew: isNew === 1, status }
    },

    /** Notes that someone is not here any more; true when that leaves them nowhere. */
    leave: async (who: string): Promise<boolean> => (await run(leaveScript, gatewayId, who)) === 1,

    /** Goes on living. False when this gateway was taken for dead, or Redis has forgotten it. */
    beat: async (lifeMs: number): Promise<boolean> => (await run(beatScript, gatewayId, lifeMs)) === 1,

    /** Buries dead gateways; answers who went with them. Only one of several callers is told of each. */
    sweep: async (): Promise<string[]> => (await run(sweepScript)) as string[],

    /** How each of these people is seen; '' for offline. */
    look: async (people: string[]): Promise<string[]> => (await run(lookScript, ...people)) as string[],

    async setStatus(who: string, status: string): Promise<void> {
      if (status === 'online') await redis.hdel(statuses, who)
      else await redis.hset(statuses, who, status)
    },
  }
}

export type PresenceStore = ReturnType<typeof createPresenceStore>
