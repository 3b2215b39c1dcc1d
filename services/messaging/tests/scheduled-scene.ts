import { listMessages, postMessage } from '@parley/contracts/messages/messages'
import { getScheduledMessage } from '@parley/contracts/messages/scheduled'
import { ScheduledMessage } from '@parley/contracts/messages/scheduled-message'
import type { Caller } from '@parley/kit/assertion'
import { bootService } from '@parley/testing/service'
import { expect, vi } from 'vitest'
import { setScene } from './scene.ts'

export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
export const adminKey = (caller: Caller): Caller => ({ ...caller, credential: 'key', scopes: ['write', 'admin'] })

/** The scene with a second replica of messaging, so that every test is one of several replicas. */
export async function setScheduledScene() {
  const scene = await setScene({ env: { SCHEDULED_POLL_MS: '50' } })
  const { as, database, acme, messaging } = scene
  await bootService('messaging', { database, env: { REDIS_PREFIX: messaging.redisPrefix, SCHEDULED_POLL_MS: '50' } })
  const look = async (who: Caller, { id }: { id: string }) => (await as(who).call(getScheduledMessage, { id })).data
  /** What became of a scheduled message, once something has. */
  const outcome = async (who: Caller, scheduled: { id: string }) => {
    await vi.waitFor(
      async () =>
        expect(
          (
            await database.query(`select from messaging.scheduled_messages where id = $1 and status <> 'pending'`, [
              scheduled.id,
            ])
          ).length,
        ).toBeGreaterThan(0),
      30_000,
    )
    return look(who, scheduled)
  }
  return {
    ...scene,
    look,
    outcome,
    async schedule(who: Caller, channel_id: string, content = 'later', more: object = {}) {
      const { status, body } = await as(who).answer(postMessage, { channel_id, content, send_at: inDays(1), ...more })
      expect({ status, body }).toMatchObject({ status: 202, body: { success: true } })
      return ScheduledMessage.parse((body as { data: unknown }).data)
    },
    makeDue: (...scheduled: { id: string }[]) =>
      database.query('update messaging.scheduled_messages set send_at = now() where id = any($1)', [
        scheduled.map(({ id }) => id),
      ]),
    /** Why a scheduled message failed, or what else became of it. */
    async failure(who: Caller, scheduled: { id: string }) {
      const { status, failure_reason } = await outcome(who, scheduled)
      return status === 'failed' ? failure_reason : status
    },
    contentsIn: async (channel: string) =>
      (await as(acme.ada).call(listMessages, { channel_id: channel, after_seq: 0 })).data.map(
        (message) => 'content' in message && message.content,
      ),
  }
}
