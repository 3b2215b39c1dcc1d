import { deleteExport, exportWorkspace, getExport, startExport } from '@parley/contracts/exports/exports'
import type { Person } from '@parley/testing/people'
import type { InProcessPlatform } from '@parley/testing/platform'
import { ageExport, deleteExports, hasArchive, insertExport } from '@parley/testing/rows/integrations'
import { expect, vi } from 'vitest'

/** Exports a workspace, has an export resumed that has lost its job, and an archive removed that is old. */
export async function exportAWorkspace({ ada, platform }: { ada: Person; platform: InProcessPlatform }) {
  const { workspaceId: id } = ada
  const { database } = platform
  const ended = (exportId: string) =>
    vi.waitUntil(async () => {
      const { data } = await ada.call(getExport, { id, exportId })
      return data.completed_at !== null && data
    }, 60_000)

  await deleteExports(database, id)
  const { data } = await ada.call(startExport, { id })
  expect(await ended(data.id)).toMatchObject({ status: 'completed' })
  const lost = await insertExport(database, ada, 'started')
  for (const each of [lost, data.id]) await ageExport(database, each)
  await platform.stopService('integrations')
  await platform.startService('integrations')
  expect(await ended(lost)).toMatchObject({ status: 'completed' })
  await vi.waitUntil(async () => !(await hasArchive(database, data.id)), 60_000)
  await ada.call(deleteExport, { id, exportId: lost })
  expect((await ada.client.answer(exportWorkspace, { id })).status).toBe(202)
}
