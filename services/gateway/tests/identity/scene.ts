import type { Client } from '@parley/client/client'
import { type EventEnvelope, rooms } from '@parley/contracts/event'
import { createApiKey } from '@parley/contracts/identity/api-keys'
import { getMe } from '@parley/contracts/identity/auth'
import { accessChanged } from '@parley/contracts/identity/events'
import { inviteWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { notifyChannel } from '@parley/kit/outbox'
import { connectQueue, connectRedis } from '@parley/kit/redis'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import type { Person } from '@parley/testing/people'
import { bootPlatform, type InProcessPlatform, type PlatformOptions } from '@parley/testing/platform'
import { listenToRooms } from '@parley/testing/room-listener'
import type { Kysely } from 'kysely'
import { vi } from 'vitest'

/** A mail that was kept instead of sent, as `GET /dev/mail` shows it. */
export interface KeptMail {
  to: string
  from: string
  subject: string
  text: string
  html: string
  at: string
}

export interface Scene extends InProcessPlatform {
  /** The mails to an address but those that verify it, newest first, once there are `count` of them. */
  mailsTo(address: string, count?: number): Promise<KeptMail[]>
  /** The token of the newest mail to an address that links to this page, an invitation's unless named, once there are `count` of them. */
  tokenMailedTo(address: string, count?: number, page?: MailedPage): Promise<string>
  /** Has the gateway's outbox flushed, whose next poll the job of a reset waits for. */
  flushOutbox(): Promise<void>
  /** Runs in a transaction of the gateway's role, which stays open until `work` has resolved. */
  inTransaction<T>(work: (tx: Kysely<unknown>) => Promise<T>): Promise<T>
  /** Whether gateways were notified to check this person's sockets for what `matches`. */
  accessChangeOf(
    who: { workspaceId: string; userId: string },
    credentialId: string | null,
  ): Promise<EventEnvelope<unknown>>
}

type MailedPage = 'accept-invite' | 'reset-password' | 'verify-email'

export const unknownId = '00000000-0000-7000-8000-000000000000'

const often = { timeout: 30_000, interval: 20 }

/** Gateway and channels: what identity needs. */
export async function setScene(options: PlatformOptions = {}): Promise<Scene> {
  const platform = await bootPlatform({ services: ['gateway', 'channels'], ...options })
  const received = await listenToRooms(platform)
  const redis = connectRedis(platform.redisUrl, createLog('scene', { LOG_LEVEL: 'silent' }))
  const db = createDatabase<unknown>('gateway', {
    url: platform.database.urlOf('gateway'),
    poolSize: 1,
    log: createLog('scene', { LOG_LEVEL: 'silent' }),
  })
  closeAfterwards({
    close: async () => {
      redis.disconnect()
      await db.destroy()
    },
  })
  /** Asked of the database: /dev/mail answers with every mail there is. */
  const mails = (address: string, count: number, text: string) =>
    vi.waitUntil(async () => {
      const found = await platform.database.query<KeptMail>(
        `select recipient as "to", sender as "from", subject, text, html, parley.iso(at) as at
         from gateway.mails where recipient = $1 and text ${text} order by id desc`,
        [address],
      )
      return found.length >= count ? found : undefined
    }, often)
  return {
    ...platform,
    flushOutbox: async () => void (await redis.publish(notifyChannel(platform.redisPrefix, 'gateway'), '')),
    mailsTo: (address, count = 1) => mails(address, count, `!~ '/verify-email[?]'`),
    tokenMailedTo: async (address, count = 1, page = 'accept-invite') =>
      tokenIn((await mails(address, count, `~ '/${page}[?]token='`))[0]!.text),
    inTransaction: (work) => db.transaction().execute(work),
    accessChangeOf: ({ workspaceId, userId }, credentialId) =>
      vi.waitUntil(
        () =>
          received.find(({ rooms: to, ...event }) => {
            const data = event.data as { user_id: string; credential_id: string | null }
            return (
              event.type === accessChanged.type &&
              to.includes(rooms.user(workspaceId, userId)) &&
              data.user_id === userId &&
              data.credential_id === credentialId
            )
          }),
        30_000,
      ),
  }
}

/** The token of a mail's link. */
export function tokenIn(text: string): string {
  const token = /\?token=([\w-]+)/.exec(text)?.[1]
  if (!token) throw new Error(`No link with a token in: ${text}`)
  return token
}

/** Invites an address and returns the token that its mail carries; `count` mails have invited it then. */
export async function invitedToken(
  scene: Scene,
  inviter: Person,
  email: string,
  input: { role?: 'owner' | 'admin' | 'member' | 'guest'; agent?: boolean } = {},
  count = 1,
): Promise<string> {
  await inviter.call(inviteWorkspaceMember, { id: inviter.workspaceId, email, ...input })
  return scene.tokenMailedTo(email, count)
}

/** A client with a new API key of this person. */
export async function keyOf(person: Person, scopes: ('read' | 'write' | 'admin' | 'execute')[]): Promise<Client> {
  const { data } = await person.call(createApiKey, { name: scopes.join(' '), scopes })
  return person.client.withToken(data.key)
}

/** All jobs that the queues of mail have in Redis, as text. */
export async function queued({ redisUrl, redisPrefix }: InProcessPlatform): Promise<string> {
  const redis = connectQueue(redisUrl, createLog('reader', { LOG_LEVEL: 'silent' }))
  try {
    const keys = [
      ...(await redis.keys(`${redisPrefix}:send-mail:*`)),
      ...(await redis.keys(`${redisPrefix}:mail-reset-link:*`)),
    ]
    const jobs = await Promise.all(keys.filter((key) => /:[0-9a-f-]{36}$/.test(key)).map((key) => redis.hgetall(key)))
    return JSON.stringify(jobs)
  } finally {
    redis.disconnect()
  }
}

/** What `GET /api/auth/me` answers this token: 200 while it stands, 401 from its end on. */
export const statusOf = async ({ client }: { client(token?: string): Client }, token: string): Promise<number> =>
  (await client(token).answer(getMe)).status
