import pg from 'pg'
import { withoutIndexes } from './rebuild.ts'

const indexers = 2
const sampled = 200

/** Makes the search documents of all messages, half of the period in each of two sessions: an INSERT uses one core. */
export async function makeSearchDocuments(client: pg.Client, url: string, log: (line: string) => void): Promise<void> {
  const halves = async () => {
    log('making search documents')
    await Promise.all(Array.from({ length: indexers }, (_, i) => makePart(url, i)))
  }
  await withoutIndexes(client, ['messaging.search_documents'], halves, log)
}

async function makePart(url: string, part: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // Without indexes and statistics the planner would scan all documents again for every message.
    await client.query('set enable_nestloop = off')
    await client.query(
      `select messaging.index_messages(workspace_id,
         case when $1 = 0 then '-infinity' else oldest + (newest - oldest) * $1 / $2 end,
         case when $1 + 1 = $2 then 'infinity' else oldest + (newest - oldest) * ($1 + 1) / $2 end)
       from (
         select workspace_id, min(created_at) as oldest, max(created_at) as newest from messaging.messages group by 1
       ) spans`,
      [part, indexers],
    )
  } finally {
    await client.end()
  }
}

/** Whether documents are what this version would make of their messages, by a sample of them. */
export async function hasCurrentSearchDocuments(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=messaging,parley' })
  await client.connect()
  try {
    const { rows } = await client.query(
      `select from messages m
       join search_documents kept on kept.workspace_id = m.workspace_id and kept.message_id = m.id
       cross join search_document(m.content, m.attachments, coalesce(m.user_id, m.ai_twin_id), kept.created_at) made
       where m.id = any(array(
           select id from messages tablesample system (0.1) where deleted_at is null limit ${sampled}))
         and (kept.lexemes, kept.folded) is distinct from (made.lexemes, made.folded)`,
    )
    return rows.length === 0
  } finally {
    await client.end()
  }
}

export async function rebuildSearchDocuments(url: string, log: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`set maintenance_work_mem = '2GB'; truncate messaging.search_documents`)
    await makeSearchDocuments(client, url, log)
    await client.query('vacuum analyze messaging.search_documents')
  } finally {
    await client.end()
  }
}
