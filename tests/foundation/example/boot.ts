import { loadConfig } from '@parley/kit/config'
import type { Env } from '@parley/testing/settings'
import { bootStandIn } from '@parley/testing/stand-in'
import { exampleEndpoints } from './contracts.ts'
import { Config, createService, newControls } from './service.ts'
import { ticketSource } from './tickets.ts'

/** The example service behind a gateway that routes its endpoints, and what the suite decides of it. */
export async function bootExample(env: Env = {}) {
  const controls = newControls()
  const create = (given: Env) => createService(loadConfig(Config, given), controls)
  const standIn = { endpoints: exampleEndpoints, feeds: [ticketSource], modules: ['files'], create, env }
  return { controls, ...(await bootStandIn('chat-engine', standIn)) }
}
