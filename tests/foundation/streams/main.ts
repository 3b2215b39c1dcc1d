import { loadConfig, ServiceConfig } from '@parley/kit/config'
import { runProcess } from '@parley/kit/service'
import { createService } from './service.ts'

await runProcess(() => createService(loadConfig(ServiceConfig, process.env)))
