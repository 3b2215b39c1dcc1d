import type { Archive } from './archive.ts'
import { ArchiveError } from './archive-error.ts'
import { hasDayFiles, openDayFiles } from './day-files.ts'
import { isParleyExport, parleyFormat } from './parley/parley-format.ts'
import type { OpenRange } from './random-access.ts'
import { slackFormat } from './slack/slack-format.ts'
import { openZip } from './zip.ts'

/**
 * Opens an archive by what is in it.
 *
 * @throws ArchiveError for one that is none, or that is refused
 */
export async function openArchive(open: OpenRange, size: number): Promise<Archive> {
  const zip = await openZip(open, size)
  if (hasDayFiles(zip)) return openDayFiles(zip, isParleyExport(zip) ? parleyFormat : slackFormat)
  zip.close()
  throw new ArchiveError('unknown_kind', 'The archive is no export that is known: see `kind`.')
}
