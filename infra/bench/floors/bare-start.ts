// The least that a service needs before it can work: express listening, PostgreSQL and Redis answering.
import { createServer } from 'node:http'
import express from 'express'
import { Redis } from 'ioredis'
import pg from 'pg'
import { listen, required } from './listening.ts'

const pool = new pg.Pool({ connectionString: required('DATABASE_URL') })
const redis = new Redis(required('REDIS_URL'))
const app = express()

app.get('/readyz', async (_request, response) => {
  await Promise.all([pool.query('select 1'), redis.ping()])
  response.json({ status: 'ready' })
})

listen(createServer(app))
