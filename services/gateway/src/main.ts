import { loadConfig } from '@parley/kit/config'
import { runProcess } from '@parley/kit/service'
import { Config } from './config.ts'
import { createService } from './service.ts'

await runProcess(() => createService(loadConfig(Config, process.env)))
