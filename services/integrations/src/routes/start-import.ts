import { createReadStream } from 'node:fs'
import { startImport } from '@parley/contracts/imports/imports'
import { prepareImport } from '@parley/contracts/imports/jobs'
import { attachFiles } from '@parley/files/store/attaching'
import { ServiceError } from '@parley/kit/errors'
import { insertJob } from '@parley/kit/outbox'
import { accepted } from '@parley/kit/route'
import { ArchiveError } from '../archives/archive-error.ts'
import { openArchive } from '../archives/open-archive.ts'
import type { Context } from '../context.ts'
import { countRunning, findImport, insertImport, setArchive, summaryOf } from '../store/imports.ts'

/** Imports of a workspace that run at once. */
const maxRunning = 2

export const startImportRoute = ({ archives }: Context) =>
  archives.uploadRoute(startImport, {
    placeOf: (_fields, { params }) => params.id,
    async inspect([file]) {
      try {
        const archive = await openArchive(async (range) => createReadStream(file!.path, range), file!.size)
        archive.close()
        return archive.kind
      } catch (error) {
        if (!(error instanceof ArchiveError)) throw error
        throw new ServiceError('invalid_input', `archive: ${error.message}`, {
          details: [{ path: 'archive', message: error.message }],
        })
      }
    },
    async answer(tx, { uploads, inspected: kind, caller, trace }) {
      const { workspaceId, userId } = caller
      if ((await countRunning(tx, workspaceId, 'archives')) >= maxRunning)
        throw new ServiceError('conflict', `At most ${maxRunning} archives of a workspace are imported at once.`)
      const ref = await insertImport(tx, { workspaceId, kind, requestedBy: userId })
      const attached = await attachFiles(tx, { ...uploads, holderId: ref.id })
      await setArchive(tx, ref, attached![0]!)
      await insertJob(tx, prepareImport, { workspace_id: workspaceId, import_id: ref.id }, trace)
      return accepted({ success: true as const, data: summaryOf((await findImport(tx, ref))!), meta: {} })
    },
  })
