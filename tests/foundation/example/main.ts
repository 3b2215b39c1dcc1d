import { loadConfig } from '@parley/kit/config'
import { runProcess } from '@parley/kit/service'
import { Config, createService } from './service.ts'

await runProcess(() => createService(loadConfig(Config, process.env)))
