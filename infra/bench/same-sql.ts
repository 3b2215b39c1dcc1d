import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'

/** The statement by which messaging stores a message, its event in the outbox included. */
export const postMessageSql = `select outcome, event, joined, outbox_position, written_at
  from messaging.post_message($1, $2, $3, $4, $5)`

export const trace = JSON.stringify({
  requestId: 'bench',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
})

/** What one message binds: a root by its author, without mentions. */
export const postMessageValues = (workspaceId: string, channelId: string, userId: string, content: string) => [
  workspaceId,
  channelId,
  userId,
  JSON.stringify({ content, content_type: 'text', metadata: {}, mention_candidates: [], file_ids: [] }),
  trace,
]

const documentsSql = `select taken
  from set_config('synchronous_commit', 'off', true), messaging.index_queued($1, false, $2)`
const documentsAtOnce = 50
const restMs = 100

/** Makes the documents that posted messages are found by, as messaging does beside posting; the result ends it. */
export function makeDocuments(pool: Pick<pg.Pool, 'query'>, workspaceIds: Iterable<string>): () => Promise<void> {
  let isStopping = false
  async function work(): Promise<void> {
    while (!isStopping) {
      let hasMore = false
      for (const id of workspaceIds) {
        const { rows } = await pool.query({ name: 'documents', text: documentsSql, values: [id, documentsAtOnce] })
        hasMore ||= rows[0].taken === documentsAtOnce
      }
      if (!hasMore) await wait(restMs)
    }
  }
  const running = work()
  return async () => {
    isStopping = true
    await running
  }
}
