import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { createChannel } from '@parley/contracts/channels/channels'
import { assignTwin } from '@parley/contracts/channels/twins'
import type { EventEnvelope } from '@parley/contracts/event'
import { postMessage } from '@parley/contracts/messages/messages'
import type { AskedMessage } from '@parley/contracts/twins/jobs'
import { loadConfig } from '@parley/kit/config'
import { createDatabase } from '@parley/kit/database'
import { createLoops } from '@parley/kit/loops'
import { openRuntime } from '@parley/kit/runtime'
import { createServiceClient } from '@parley/kit/service-client'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { randomOf } from '@parley/testing/random'
import { runsOfAnswers } from '@parley/testing/rows/messaging'
import { environmentOf } from '@parley/testing/settings'
import { expect, vi } from 'vitest'
import { createApprovals } from '../../src/approvals/approvals.ts'
import { createChat } from '../../src/chat/chat.ts'
import { Config } from '../../src/config.ts'
import type { Context } from '../../src/context.ts'
import type { Engine } from '../../src/engines/engine.ts'
import type { DB } from '../../src/schema.ts'
import { createAnswering } from '../../src/twins/answering.ts'

/** Answers in a few pieces, sometimes slowly; once its process is dead, when that has been found out. */
const engineOf = (dead: AbortSignal, randomInt: (below: number) => number): Engine => ({
  name: 'local',
  async *stream(_turn, signal) {
    for (let n = 0; n < 4; n++) {
      yield { type: 'text', text: `${n} ` }
      await wait(dead.aborted ? 2 * leaseMs : randomInt(30), undefined, { signal })
    }
    const usage = { inputTokens: 1, outputTokens: 4, cacheReadTokens: 0, cacheWriteTokens: 0 }
    yield { type: 'end', stop: 'end', model: 'local', usage }
  },
})
const leaseMs = 1_500

/**
 * Many messages, each of which calls several twins, and processes that die while they answer: each call is answered once,
 * or not at all where its process died in the middle of it.
 */
export async function storm({ messages, twins, kills, seed }: Record<'messages' | 'twins' | 'kills' | 'seed', number>) {
  const random = randomOf(seed)
  const randomInt = (below: number) => Math.floor(random() * below)
  const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging'] })
  const { ada } = await people(platform)
  const { database } = platform

  /** A process of the chat engine; once it has died it shows no sign of life, and what it still writes comes too late. */
  function replica() {
    const dead = new AbortController()
    const around = {
      keys: {
        jwtSecret: '',
        fileUrlSecret: 'x'.repeat(32),
        visitorTokenSecret: '',
        vapidPrivateKey: '',
        inboundMailSecret: '',
        signingKeys: platform.signingKeys,
      },
      databaseUrl: database.urlOf('chat-engine'),
      redisUrl: platform.redisUrl,
      redisPrefix: platform.redisPrefix,
      urls: new Map([['messaging' as const, platform.urlOf('messaging')]]),
    }
    const config = loadConfig(Config, {
      ...environmentOf('chat-engine', around),
      RUN_LEASE_MS: String(leaseMs),
      RUN_POLL_MS: '50',
      TWIN_ANSWERS_PER_CHANNEL: '10000',
      TWIN_ANSWERS_PER_TWIN: '10000',
    })
    const runtime = openRuntime<DB>('chat-engine', config)
    const loops = createLoops(runtime)
    const messaging = createServiceClient<'messaging'>('chat-engine', {
      signingKey: config.INTERNAL_SIGNING_KEY,
      urls: { messaging: config.MESSAGING_URL },
    })
    const context: Context = {
      ...runtime,
      every: loops.every,
      config,
      messaging,
      engine: engineOf(dead.signal, randomInt),
    }
    const logDb = createDatabase<DB>('chat-engine', { url: config.DATABASE_URL, poolSize: 2, log: runtime.log })
    const chat = createChat(context, {
      logDb,
      toolsFor: async () => [],
      attachments: undefined as never,
      media: undefined as never,
      answerFiles: undefined as never,
      approvals: createApprovals({ db: context.db, every: loops.every, pollMs: 50 }),
    })
    const answering = createAnswering(context, chat)
    loops.start()
    closeAfterwards({
      async close() {
        await loops.close()
        await runtime.close()
        await logDb.destroy()
      },
    })
    const die = () => {
      dead.abort()
      return loops.close()
    }
    return { answer: answering.answer, die }
  }

  const { channel } = await ada.call(createChannel, {
    workspace_id: ada.workspaceId,
    name: 'storm',
    channel_type: 'text',
  })
  const made = await database.query<{ id: string; handle: string }>(
    `insert into chat_engine.twins (workspace_id, name, handle)
     select $1, 'Twin ' || n, 'twin' || n from generate_series(1, $2) n returning id, handle`,
    [ada.workspaceId, twins],
  )
  for (const { id } of made) await ada.call(assignTwin, { id: channel.id, ai_twin_id: id })

  const replicas = [replica(), replica()]
  const killing = Math.floor(messages / (kills + 1))
  let called = 0
  for (let n = 1; n <= messages; n++) {
    const named = made.filter(() => randomInt(2) === 0)
    const content = `${named.map(({ handle }) => `@${handle}`).join(' ')} question ${n}`
    const { data } = await ada.call(postMessage, { channel_id: channel.id, content })
    called += named.length
    const event = { workspace_id: ada.workspaceId, data } as unknown as EventEnvelope<AskedMessage>
    const trace = { requestId: randomUUID(), traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` }
    // The job runs in any replica, and now and then in two.
    for (const { answer } of n % 5 === 0 ? replicas : [replicas[randomInt(replicas.length)]!])
      await answer(event, trace)
    if (n % killing === 0 && kills-- > 0) {
      const [dying] = replicas.splice(randomInt(replicas.length), 1)
      await dying!.die()
      replicas.push(replica())
    }
  }
  await vi.waitFor(
    async () => {
      const left = await database.query(
        `select a.status, a.run_id, r.status as run, r.lease_id, r.lease_id in (select id from chat_engine.leases) as is_held
         from chat_engine.twin_answers a
         left join chat_engine.runs r on r.workspace_id = a.workspace_id and r.id = a.run_id
         where a.status <> 'over'`,
      )
      expect(left).toEqual([])
    },
    { timeout: 50_000, interval: 100 },
  )
  const runs = await runsOfAnswers(database, channel.id)
  const answers = await database.query<{ run: string; id: string | null }>(
    `select r.status as run, a.run_id as id from chat_engine.twin_answers a
     left join chat_engine.runs r on r.workspace_id = a.workspace_id and r.id = a.run_id`,
  )
  const outcomes = answers.map(({ run, id }) => ({
    run,
    limited: id === null,
    replies: runs.filter((each) => each === id).length,
  }))
  // Two answers of one twin never overlap: each began after the one before had ended.
  const overlapping = await database.query(
    `select from chat_engine.runs a join chat_engine.runs b
     on b.workspace_id = a.workspace_id and b.twin_id = a.twin_id and b.id > a.id and b.created_at < a.ended_at`,
  )
  return { called, outcomes, posted: { count: runs.length, runs: new Set(runs).size }, overlapping: overlapping.length }
}
