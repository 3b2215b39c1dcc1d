import { createClient } from '@parley/client/client'
import { endpoints as catalog } from '@parley/contracts/catalog'
import type { ServiceName } from '@parley/contracts/services'
import { loadConfig } from '@parley/kit/config'
import type { Service } from '@parley/kit/service'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { newRedisPrefix } from '@parley/testing/platform'
import { cheapPasswords, type Env, environmentOf, newKeys } from '@parley/testing/settings'
import { inject } from 'vitest'
import { Config as GatewayConfig } from '../../../services/gateway/src/config.ts'
import { createService as createGateway } from '../../../services/gateway/src/service.ts'
import { exampleEndpoints } from './contracts.ts'
import { Config, createService, newControls } from './service.ts'

/** The example service behind a gateway that routes its endpoints, in this process; closed by itself. */
export async function bootExample(env: Env = {}) {
  const around = {
    keys: newKeys(),
    redisUrl: inject('parley').redisUrl,
    redisPrefix: newRedisPrefix(),
    urls: new Map<ServiceName, string>(),
  }
  const database = await createTestDatabase()
  const environment = (name: ServiceName, port = '0') => ({
    ...environmentOf(name, { ...around, databaseUrl: database.urlOf(name) }),
    PORT: port,
    ...env,
  })
  const controls = newControls()
  const start = async (port?: string) => {
    const service = createService(loadConfig(Config, environment('chat-engine', port)), controls)
    around.urls.set('chat-engine', await service.start())
    return service
  }
  let service: Service = await start()
  const gateway = createGateway(loadConfig(GatewayConfig, environment('gateway')), {
    endpoints: [...catalog, ...exampleEndpoints],
    passwordCost: cheapPasswords,
  })
  const url = await gateway.start()
  const example = {
    ...around,
    database,
    controls,
    environment,
    url,
    client: (token?: string) => createClient({ baseUrl: url, token }),
    stopService: () => service.stop(),
    /** Where it was. */
    async startService() {
      service = await start(new URL(around.urls.get('chat-engine')!).port)
    },
    async close() {
      await gateway.stop()
      await service.stop()
    },
  }
  closeAfterwards(example)
  return example
}
