import { signAnswers } from '@parley/files/sign-answers'
import { createInternalService } from '@parley/kit/internal-service'
import { openRuntime } from '@parley/kit/runtime'
import type { Service } from '@parley/kit/service'
import { createArchiveFiles } from './archive-files.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { keepImports } from './import-keeper.ts'
import { createSources } from './imports/sources.ts'
import { workFinishImport } from './jobs/finish-import.ts'
import { workImportPart } from './jobs/import-part.ts'
import { workPrepareImport } from './jobs/prepare-import.ts'
import { cancelImportRoute } from './routes/cancel-import.ts'
import { getImportRoute } from './routes/get-import.ts'
import { getImportProofRoute } from './routes/get-import-proof.ts'
import { listImportedChannelsRoute } from './routes/list-imported-channels.ts'
import { listImportsRoute } from './routes/list-imports.ts'
import { retryImportRoute } from './routes/retry-import.ts'
import { startImportRoute } from './routes/start-import.ts'
import type { DB } from './schema.ts'

/** The integrations service: listens, and answers the gateway. */
export function createService(config: Config): Service {
  const runtime = openRuntime<DB>('integrations', config)
  const archives = createArchiveFiles(runtime, config)
  const context: Context = { ...runtime, archives }
  const sources = createSources(context)
  const working = { ...runtime, ...context }
  workPrepareImport(working, sources)
  workImportPart(working, sources)
  workFinishImport(working)
  keepImports(working)
  const routes = [
    startImportRoute,
    listImportsRoute,
    getImportRoute,
    listImportedChannelsRoute,
    getImportProofRoute,
    retryImportRoute,
    cancelImportRoute,
  ].map((create) => create(context))
  return createInternalService(
    'integrations',
    runtime,
    [...routes, archives.downloadRoute()],
    signAnswers(archives.urls),
  )
}
