import type { Redis } from './redis.ts'

/**
 * Who is looking at a conversation, in Redis: a sorted set for each, of sockets by the time at which they expire. Sockets
 * are named `<user>/<socket>`, since a person may look with several; those of a crashed gateway expire with it.
 */
const nowScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`

const enterScript = `${nowScript}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`

const leaveScript = `${nowScript}
redis.call('ZREM', KEYS[1], ARGV[1])
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
`

const readScript = `${nowScript}
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
`

/** A conversation that somebody looks at. */
export interface Viewed {
  workspaceId: string
  conversationId: string
}

/** Who looks at which conversation; each operation is one atomic script, by the clock of Redis. */
export function createViewingStore(redis: Redis, prefix: string) {
  const keyOf = ({ workspaceId, conversationId }: Viewed) => `${prefix}:viewing:${workspaceId}:${conversationId}`
  const run = (script: string, viewed: Viewed, ...args: (string | number)[]) =>
    redis.eval(script, 1, keyOf(viewed), ...args)
  const usersOf = (members: unknown) => [...new Set((members as string[]).map((member) => member.split('/')[0]!))]

  return {
    /** A person's socket looks at a conversation, for so long unless it says so again. */
    async enter(viewed: Viewed, userId: string, socketId: string, lifeMs: number): Promise<void> {
      await run(enterScript, viewed, `${userId}/${socketId}`, lifeMs)
    },

    /** A socket looks no longer; whether none of its person's does. */
    async leave(viewed: Viewed, userId: string, socketId: string): Promise<boolean> {
      return !usersOf(await run(leaveScript, viewed, `${userId}/${socketId}`)).includes(userId)
    },

    /** The ids of the people who look at a conversation. */
    viewersOf: async (viewed: Viewed): Promise<string[]> => usersOf(await run(readScript, viewed)),
  }
}

export type ViewingStore = ReturnType<typeof createViewingStore>
