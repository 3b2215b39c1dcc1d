import { LRUCache } from 'lru-cache'
import type { Archive, Authors } from '../archives/archive.ts'
import { ArchiveError } from '../archives/archive-error.ts'
import { openArchive } from '../archives/open-archive.ts'
import type { Context } from '../context.ts'
import type { ImportRow } from '../store/imports.ts'
import { readAuthors } from './authors.ts'

/** An archive that is being imported, with the authors of its messages. */
export interface Source {
  archive: Archive
  authors: Authors
}

/** Directories and people of archives, of which a job for each channel needs the same. */
const opened = { max: 2, ttl: 10 * 60_000 }

/** Opens archives from the file storage; the jobs of one import share one. */
export function createSources({ db, archives }: Pick<Context, 'db' | 'archives'>) {
  const sources = new LRUCache<string, Promise<Source>>(opened)

  async function open({ workspace_id: workspaceId, archive: file }: ImportRow): Promise<Source> {
    const bytes = file && (await archives.open({ workspaceId, fileId: file.id }))
    if (!bytes) throw new ArchiveError('damaged', 'The archive is not kept any more.')
    const archive = await openArchive(bytes.open, bytes.size)
    return { archive, authors: await readAuthors(db, workspaceId, archive) }
  }

  return {
    /** @throws ArchiveError for one that is refused, or not there any more */
    open(row: ImportRow): Promise<Source> {
      const found = sources.get(row.id)
      if (found) return found
      const opening = open(row)
      sources.set(row.id, opening)
      opening.catch(() => sources.delete(row.id)) // the next one tries again
      return opening
    },
  }
}

export type Sources = ReturnType<typeof createSources>
