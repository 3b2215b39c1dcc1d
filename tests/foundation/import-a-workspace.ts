import { updateChannel } from '@parley/contracts/channels/managing'
import {
  downloadArchive,
  getImport,
  listImportedChannels,
  retryImport,
  startImport,
} from '@parley/contracts/imports/imports'
import type { Person } from '@parley/testing/people'
import type { InProcessPlatform } from '@parley/testing/platform'
import { ageImport, endImports, hasArchive, insertImport } from '@parley/testing/rows/integrations'
import { removeMessages } from '@parley/testing/rows/messaging'
import { slackExport } from '@parley/testing/slack-export'
import { expect, vi } from 'vitest'

/** Imports an archive, with all that may be wrong with it, repairs the import, and has it resumed and removed. */
export async function importWorkspace({
  ada,
  platform,
}: {
  ada: Person
  platform: InProcessPlatform
}): Promise<string[]> {
  const { workspaceId: id } = ada
  const { database } = platform
  await endImports(database, id)
  const archive = slackExport({
    users: [{ id: 'U1', name: 'zoe', profile: { email: ada.email } }],
    channels: [
      { id: 'C1', name: 'from-slack' },
      { id: 'C2', name: 'old', is_archived: true },
    ],
    messages: {
      'from-slack': [
        { ts: '1714564800.000100', user: 'U1', text: 'hello' },
        { ts: '1714564801.000100', user: 'U1', text: 'to nothing', thread_ts: '1714564700.000100' },
        { ts: '1714564802.000100', user: 'U1', subtype: 'channel_join' },
      ],
      old: [{ ts: '1714564800.000100', user: 'U2', text: 'hello' }],
    },
  })
  const begin = async () => (await ada.call(startImport, { id, archive: [archive] })).data.id
  const ended = (importId: string) =>
    vi.waitUntil(async () => {
      const { data } = await ada.call(getImport, { id, importId })
      return data.status === 'completed' && data
    }, 60_000)

  const first = await begin()
  const { archive: kept } = await ended(first)
  const { pathname, search } = new URL(kept!.url)
  expect((await fetch(`${platform.url}${pathname}${search}`)).status).toBe(200)
  const [channel] = (await ada.call(listImportedChannels, { id, importId: first })).data
  const place = { workspaceId: id, channelId: channel!.channel_id! }
  await removeMessages(database, place, ['hello'])
  await ada.call(retryImport, { id, importId: first })
  expect(await ended(first)).toMatchObject({ messages: { imported: 4 } })

  // A channel that takes nothing fails; once it does, what has failed is imported.
  await ada.call(updateChannel, { id: place.channelId, is_archived: true })
  expect(await ended(await begin())).toMatchObject({ channels: { failed: 1 } })
  await ada.call(updateChannel, { id: place.channelId, is_archived: false })

  const lost = await insertImport(database, ada, 'in_progress')
  const unread = await insertImport(database, ada, 'started')
  for (const each of [lost, unread, first]) await ageImport(database, each)
  await platform.stopService('integrations')
  await platform.startService('integrations')
  await ended(lost)
  await vi.waitUntil(async () => (await ada.call(getImport, { id, importId: unread })).data.status === 'failed', 60_000)
  await vi.waitUntil(async () => !(await hasArchive(database, first)), 60_000)
  return [downloadArchive.name]
}
