import { deleteExport, exportWorkspace, getExport, startExport } from '@parley/contracts/exports/exports'
import { getImport, startImport } from '@parley/contracts/imports/imports'
import { uploadFiles } from '@parley/contracts/messages/files'
import { postMessage } from '@parley/contracts/messages/messages'
import type { InProcessPlatform } from '@parley/testing/platform'
import { ageExport, deleteExports, endImports, hasArchive, insertExport } from '@parley/testing/rows/integrations'
import { expect, vi } from 'vitest'
import type { World } from '../authorisation/world.ts'

/** Exports a workspace and imports it, has an export resumed that has lost its job, and an archive removed that is old. */
export async function exportAWorkspace({ ada, open, platform }: World & { platform: InProcessPlatform }) {
  const { workspaceId: id } = ada
  const { database } = platform
  const ended = (exportId: string) =>
    vi.waitUntil(async () => {
      const { data } = await ada.call(getExport, { id, exportId })
      return data.completed_at !== null && data
    }, 60_000)

  await deleteExports(database, id)
  const files = [new File(['a plan'], 'plan.txt')]
  const [file] = (await ada.call(uploadFiles, { files, conversation_id: open })).data.files
  await ada.call(postMessage, { channel_id: open, content: 'as planned', attachments: [{ id: file!.id }] })
  const { data } = await ada.call(startExport, { id })
  const { archive, status } = await ended(data.id)
  expect(status).toBe('completed')
  const { pathname, search } = new URL(archive!.url)
  const downloaded = await fetch(`${platform.url}${pathname}${search}`)
  await endImports(database, id)
  const zip = new File([new Uint8Array(await downloaded.arrayBuffer())], 'export.zip')
  const { data: begun } = await ada.call(startImport, { id, archive: [zip] })
  const imported = await vi.waitUntil(async () => {
    const { data: now } = await ada.call(getImport, { id, importId: begun.id })
    return now.completed_at !== null && now
  }, 60_000)
  expect(imported.status).toBe('completed')

  const lost = await insertExport(database, ada, 'started')
  for (const each of [lost, data.id]) await ageExport(database, each)
  await platform.stopService('integrations')
  await platform.startService('integrations')
  expect(await ended(lost)).toMatchObject({ status: 'completed' })
  await vi.waitUntil(async () => !(await hasArchive(database, data.id)), 60_000)
  await ada.call(deleteExport, { id, exportId: lost })
  expect((await ada.client.answer(exportWorkspace, { id })).status).toBe(202)
}
