import type { Parley } from '@parley/client/index'
import { expect, it } from 'vitest'
import { proofCsv } from '../src/admin/imports/proof-csv.ts'

async function* listed<T>(...rows: T[]) {
  yield* rows
}

it('writes every day of an import by channel, in which nothing is a formula', async () => {
  const day = { position: '1:2024-03-01', channel: 1, day: '2024-03-01' }
  const source = { messages: 2, digest: '12' }
  const workspaces = {
    listImportedChannels: () => listed({ number: 1, name: '=lamps, "new"' }),
    getImportProof: () =>
      listed({ ...day, source, stored: source, is_equal: true }, { ...day, source, stored: null, is_equal: false }),
  }
  const csv = await proofCsv({ workspaces } as unknown as Parley, 'wsp', 'job')
  expect(csv.split('\r\n')).toEqual([
    'channel,day,source_messages,source_digest,stored_messages,stored_digest,is_equal',
    '"\'=lamps, ""new""",2024-03-01,2,12,2,12,true',
    '"\'=lamps, ""new""",2024-03-01,2,12,,,false',
    '',
  ])
})
