import { rooms } from '@parley/contracts/event'
import { twinDelta, twinFinished, twinStarted, twinTool } from '@parley/contracts/twins/events'
import type { Log } from '@parley/kit/log'
import { insertEvents } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { publishTransient, transientMessage } from '@parley/kit/transient-events'
import type { Db } from '../context.ts'
import { isLast, type Run, type RunEvent } from '../runs/run.ts'
import { type ToolEvent, toolsOf } from '../runs/tool-events.ts'
import type { DB } from '../schema.ts'

/** A run that answers in a channel, as it is announced to its readers. */
interface Announced extends Pick<Run, 'workspaceId' | 'id' | 'questionId' | 'trace'> {
  channelId: string
  threadId: string | null
  twinId: string
}

/** The run of a twin that answers in a channel; undefined for any other. */
export const announcedOf = ({ destination, twinId, ...run }: Run): Announced | undefined =>
  'channelId' in destination && twinId !== null ? { ...run, ...destination, twinId } : undefined

/** Pieces of an answer are published together where less time than this has passed since the last. */
const coalescedMs = 50

const eventOf = ({ workspaceId, channelId }: Pick<Announced, 'workspaceId' | 'channelId'>) => ({
  workspaceId,
  feedId: channelId,
  rooms: [rooms.channel(channelId)],
})

/** Says that a twin answers in a channel, if it does, in the transaction that begins the run. */
export async function announceStart(tx: Db, given: Run): Promise<void> {
  const run = announcedOf(given)
  if (!run) return
  const twin = await tx
    .selectFrom('twins')
    .select(['name', 'avatar_url'])
    .where('workspace_id', '=', run.workspaceId)
    .where('id', '=', run.twinId)
    .executeTakeFirst()
  if (!twin) return
  const data = {
    run_id: run.id,
    ai_twin_id: run.twinId,
    name: twin.name,
    avatar_url: twin.avatar_url,
    question_message_id: run.questionId,
    parent_message_id: run.threadId,
  }
  await insertEvents(tx, [{ event: twinStarted, ...eventOf(run), data }], run.trace)
}

/** How an answer ended. */
export interface Finish {
  status: 'done' | 'stopped' | 'failed'
  messageId: string | null
  contextChanged: boolean
  error: { code: string; message: string } | null
}

/** Says how an answer ended, in the transaction that ends it; of one that never began, `id` is null. */
export async function announceEnd(
  tx: Db,
  run: Omit<Announced, 'id'> & { id: string | null },
  { status, messageId, contextChanged, error }: Finish,
): Promise<void> {
  const data = {
    run_id: run.id,
    ai_twin_id: run.twinId,
    question_message_id: run.questionId,
    parent_message_id: run.threadId,
    status,
    message_id: messageId,
    context_changed: contextChanged,
    error,
  }
  await insertEvents(tx, [{ event: twinFinished, ...eventOf(run), data }], run.trace)
}

/**
 * Publishes what a run writes while it writes it, in pieces at least 50 ms apart, so that a fast model floods no socket.
 * A piece that is lost is no harm: the next one says where it stands. Its calls of tools are published as they come.
 *
 * @param text.events the run's, from the first on
 * @param text.from where in the answer to begin: what is before it was published by another process
 * @param text.signal ends it, once the run is another process's
 */
export async function publishProgress(
  runtime: Pick<ServiceRuntime<DB>, 'redis' | 'config'>,
  run: Announced,
  { events, from, signal }: { events: AsyncIterable<RunEvent>; from: number; signal: AbortSignal },
  log: Log,
): Promise<void> {
  const toolEvents: ToolEvent[] = []
  let text = ''
  let offset = from
  let known = from
  let publishedAt = 0
  let timer: NodeJS.Timeout | undefined

  function publish(): void {
    clearTimeout(timer)
    timer = undefined
    if (text === '') return
    const data = { run_id: run.id, offset, text }
    offset += text.length
    text = ''
    publishedAt = performance.now()
    publishTransient(runtime, transientMessage({ event: twinDelta, ...eventOf(run), data })).catch((error) =>
      log.debug({ err: error, run: run.id }, 'a piece of an answer was not published'),
    )
  }

  function publishTool(event: RunEvent): void {
    toolEvents.push(event)
    const isNews = event.event === 'tool_call' || event.event === 'tool_complete'
    const tool = isNews ? toolsOf(toolEvents, false).at(-1) : undefined
    if (!tool) return
    const data = { run_id: run.id, tool }
    publishTransient(runtime, transientMessage({ event: twinTool, ...eventOf(run), data })).catch((error) =>
      log.debug({ err: error, run: run.id }, 'a call of a tool was not published'),
    )
  }

  try {
    for await (const event of events) {
      if (isLast(event)) return publish()
      if (signal.aborted) return
      if (event.event.startsWith('tool_')) publishTool(event)
      if (event.event !== 'text_delta') continue
      const { content } = event.data as { content: string }
      text += content.slice(known)
      known = Math.max(0, known - content.length)
      if (text === '') continue
      const waitMs = publishedAt + coalescedMs - performance.now()
      if (waitMs <= 0) publish()
      else timer ??= setTimeout(publish, waitMs)
    }
  } finally {
    clearTimeout(timer)
  }
}
