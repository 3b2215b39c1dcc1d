// express and pg, one route, messaging's own statements: stores a message, answers it, and makes it findable. It checks
// nothing.
import { createServer } from 'node:http'
import express from 'express'
import pg from 'pg'
import { makeDocuments, postMessageSql, postMessageValues } from '../same-sql.ts'
import { listen, required } from './listening.ts'

const pool = new pg.Pool({
  connectionString: required('DATABASE_URL'),
  max: 10,
  options: '-c search_path=messaging,parley',
})
const workspaces = new Set<string>()
void makeDocuments(pool, workspaces)
const app = express()
app.disable('x-powered-by')
app.disable('etag')

app.post('/api/v2/messages', express.json(), async (request, response) => {
  const { workspace_id, channel_id, user_id, content } = request.body
  workspaces.add(workspace_id)
  const values = postMessageValues(workspace_id, channel_id, user_id, content)
  const { rows } = await pool.query({ name: 'post', text: postMessageSql, values })
  if (rows[0].outcome !== 'posted') throw new Error(rows[0].outcome)
  response.status(201).json({ success: true, data: rows[0].event.data, meta: { timestamp: new Date().toISOString() } })
})

listen(createServer(app))
