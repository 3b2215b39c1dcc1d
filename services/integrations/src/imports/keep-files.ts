import { maxStoredBytes } from '@parley/contracts/messages/files'
import { maxAttachments } from '@parley/contracts/messages/message'
import type { Trace } from '@parley/kit/trace'
import type { Archive, Noted, SourceFile, SourceMessage, SourcePage } from '../archives/archive.ts'
import type { Context } from '../context.ts'
import { type ImportRow, touchImport } from '../store/imports.ts'
import { findStoredKeys } from '../store/messages.ts'
import { isRefusedFile, storeInChannel } from '../store-in-channel.ts'
import type { PlacedChannel } from './channels-of-part.ts'

interface Keeping {
  ctx: Pick<Context, 'db' | 'log' | 'messaging' | 'spool'>
  row: ImportRow
  archive: Archive
  /** By their keys in the archive. */
  channels: ReadonlyMap<string, PlacedChannel>
  trace: Trace
  signal: AbortSignal
}

/**
 * Stores the files of a page's messages, but of those that are here. A file
 * that cannot be kept is noted; where its message says nothing else, its name is what it says.
 */
export async function keepFiles(keeping: Keeping, page: SourcePage): Promise<SourcePage> {
  const { ctx, row } = keeping
  const keys = page.messages.filter(({ files }) => files).map(({ message }) => message.key)
  if (keys.length === 0) return page
  const stored = await findStoredKeys(ctx.db, row.workspace_id, keys)
  const noted: Noted[] = [...page.noted]
  const messages: SourceMessage[] = []
  for (const each of page.messages) {
    const { channel, message, files } = each
    if (!files || stored.has(message.key)) {
      messages.push(each)
      continue
    }
    const { ids, left } = await storeAll(keeping, channel, files)
    for (const name of left) noted.push({ channel, problem: 'file_named', name, isLeftOut: false })
    const content = message.content === '' && ids.length === 0 ? namesOf(files) : message.content
    messages.push({ channel, message: { ...message, content, ...(ids.length > 0 && { file_ids: ids }) } })
  }
  return { ...page, messages, noted }
}

const namesOf = (files: readonly SourceFile[]): string => files.map(({ name }) => name).join('\n')

async function storeAll(keeping: Keeping, channel: string, files: readonly SourceFile[]) {
  const ids: string[] = []
  const left: string[] = []
  for (const file of files) {
    const id = ids.length < maxAttachments ? await storeOne(keeping, channel, file) : undefined
    if (id === undefined) left.push(file.name)
    else ids.push(id)
  }
  return { ids, left }
}

/** The id of a file that is kept; undefined for one that cannot be. */
async function storeOne(
  { ctx, row, archive, channels, trace, signal }: Keeping,
  channel: string,
  { name, path }: SourceFile,
): Promise<string | undefined> {
  const file = path === undefined ? undefined : archive.openFile(path)
  const channelId = channels.get(channel)?.channel_id
  if (!file || file.size > maxStoredBytes || channelId === undefined) return undefined
  const { workspace_id: workspaceId } = row
  await touchImport(ctx.db, { workspaceId, id: row.id })
  try {
    const place = { workspaceId, channelId, trace, signal }
    return await storeInChannel(ctx, place, { name, content: file.content })
  } catch (error) {
    if (!isRefusedFile(error)) throw error
    ctx.log.info({ err: error, importId: row.id }, 'a file of an archive is not kept')
    return undefined
  }
}
