import { readFileSync } from 'node:fs'
import type { Env } from '@parley/testing/settings'
import { bootStandIn } from '@parley/testing/stand-in'
import { endpoints } from './contracts.ts'
import { ticketSource } from './feed-source.ts'
import { createService } from './service.ts'

const tables = readFileSync(`${import.meta.dirname}/tables.sql`, 'utf8')
const own = { create: createService, endpoints, tables, feeds: [ticketSource], modules: ['files'] }

/** The example service behind a gateway that routes its endpoints and delivers its feed. */
export const bootExample = (env: Env = {}) => bootStandIn('chat-engine', { ...own, env })
