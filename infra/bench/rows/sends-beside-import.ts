import pg from 'pg'
import { pause, slackArchive, startImport, untilIndexed } from '../importing.ts'
import { pressOn } from '../load.ts'
import { populate } from '../population.ts'
import { interleave, median } from '../rounds.ts'
import type { Measure } from './setting.ts'

const people = 8
/** More than is imported in a second, so that an import lasts as long as the sends beside it. */
const importedPerSecond = 20_000

/**
 * What eight people post, each into a channel of their own, while an archive is imported into their workspace: against the
 * same without.
 */
export const sendsBesideImport: Measure = async ({ stack, rounds, seconds, log }) => {
  const database = new pg.Client(stack.databaseUrl)
  await database.connect()
  const population = await populate(stack.databaseUrl, { people, channels: people, membersOf: (channel) => [channel] })
  const post = () =>
    pressOn(
      {
        url: `${stack.url}/api/v2/messages`,
        method: 'POST',
        each: (i) => ({
          headers: { 'content-type': 'application/json', authorization: `Bearer ${population.people[i]!.key}` },
          body: JSON.stringify({ channel_id: population.channels[i]!.id, content: 'The migration is through.' }),
        }),
      },
      { connections: people, seconds },
    )
  const contenders = {
    importing: async () => {
      const archive = slackArchive({ channels: 2, perChannel: Math.ceil((seconds * importedPerSecond) / 2) })
      await untilIndexed(database)
      const run = await startImport(stack, population, archive)
      const imported = async () => {
        const { status, messages } = await run.now()
        if (status === 'completed' || status === 'failed') throw new Error(`The import is ${status} already.`)
        return messages.imported
      }
      while ((await imported()) === 0) await pause(50)
      const before = await imported()
      const posted = await post()
      const after = await imported()
      await run.cancel()
      return { ...posted, imported: (after - before) / seconds }
    },
    alone: async () => {
      await untilIndexed(database)
      return { ...(await post()), imported: 0 }
    },
  }
  try {
    const { importing, alone } = await interleave(contenders, { rounds, log })
    const [ours, floor] = [importing, alone].map((of) => median(of.map(({ rate }) => rate)))
    return [
      {
        name: 'sends beside an import',
        unit: 'messages/s',
        ours: ours!,
        floor: floor!,
        against: 'the same without an import',
        ratio: ours! / floor!,
        better: 'higher',
        goal: 0.8,
        details: {
          'p99, beside an import (ms)': median(importing.map(({ p99 }) => p99)),
          'p99, without (ms)': median(alone.map(({ p99 }) => p99)),
          'imported meanwhile (messages/s)': median(importing.map(({ imported }) => imported)),
        },
      },
    ]
  } finally {
    await database.end()
  }
}
