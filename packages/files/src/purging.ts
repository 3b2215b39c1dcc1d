import type { FilePurge } from '@parley/kit/purge/purge'
import { sql } from 'kysely'
import type { FileStores } from './files.ts'
import type { DB as FileTables } from './schema.ts'
import { deleteFilesOfWorkspace } from './store/deletions.ts'
import { fileTables } from './store/tables.ts'

/** What purges the files of a deleted workspace, with their bytes: `workPurge('messaging', runtime, { files: purgingOf(stores) })`. */
export const purgingOf = <D extends FileTables>({ sweep }: Pick<FileStores<D>, 'sweep'>): FilePurge<D> => ({
  tables: ['files', 'stored_objects'],
  deleteSome: deleteFilesOfWorkspace,
  async countLeft(db, workspaceId) {
    // What is still being written as well: whoever writes it finds no row to save it under.
    await fileTables(db)
      .updateTable('stored_objects')
      .set({ remove_at: sql<string>`now()` })
      .where('workspace_id', '=', workspaceId)
      .where('is_deleting', '=', false)
      .execute()
    sweep()
    const { left } = await fileTables(db)
      .selectFrom('stored_objects')
      .select(({ fn }) => fn.countAll<number>().as('left'))
      .where('workspace_id', '=', workspaceId)
      .executeTakeFirstOrThrow()
    return left
  },
})
