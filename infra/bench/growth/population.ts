import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serviceNames } from '@parley/contracts/services'
import { readMigrations } from '@parley/kit/migrate'
import { checksumOf, type Repeatable, readRepeatables } from '@parley/kit/repeatables'
import { startStack } from '@parley/local/supervisor'
import pg from 'pg'
import { openSlackExport } from '../replay/slack-export.ts'
import { filledTables, fillFixture, fillMessages } from './fill.ts'
import { newKey, type Person, planFixture } from './fixture.ts'
import { filledQuickly } from './quick-filling.ts'
import { withoutIndexes } from './rebuild.ts'
import { refreshSchema } from './refresh.ts'
import { hasCurrentSearchDocuments, makeSearchDocuments, rebuildSearchDocuments } from './searchable.ts'
import { textsOf } from './texts.ts'
import type { Filling } from './writer.ts'

/** Someone who asks, with an API key that may read and write. */
export interface Asker {
  userId: string
  key: string
}

/** What is known of a database that was filled, kept beside it. */
export interface Population extends Filling {
  messages: number
  workspaceId: string
  /** A member of 200 channels with 1 % of all messages, who may read no other. */
  reader: Asker
  /** A member of the largest channel and of 300 further private ones, who may read most of the workspace. */
  insider: Asker
  largestChannelId: string
  /** The reader's, busiest first. */
  readerChannelIds: string[]
}

const manifest = 'population.json'

/** The population of a data folder, if there is one, brought to this version's schema. */
export async function findPopulation(dataDir: string, log: (line: string) => void): Promise<Population | undefined> {
  const file = join(dataDir, manifest)
  if (!existsSync(file)) return undefined
  const found = JSON.parse(await readFile(file, 'utf8')) as Population
  const stack = await startStack({ dataDir, services: [], migrate: false })
  try {
    if (await isMigrated(stack.databaseUrl)) return found
    log('its schema is older')
    if (!(await refreshSchema(stack, log)))
      throw new Error(`${dataDir} was filled when tables were others: remove it, or give another --data.`)
    if (!(await hasCurrentSearchDocuments(stack.databaseUrl))) await rebuildSearchDocuments(stack.databaseUrl, log)
    return found
  } finally {
    await stack.stop()
  }
}

/** Whether a database has these very migrations, functions and views. */
async function isMigrated(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query('select service, name, checksum from parley.migrations')
    const applied = new Set(rows.map(({ service, name, checksum }) => `${service} ${name} ${checksum}`))
    const wanted = await Promise.all(
      serviceNames.map(async (service) =>
        (await readMigrations(service)).map(({ name, checksum }) => `${service} ${name} ${checksum}`),
      ),
    )
    const isMigrated = wanted.flat().every((each) => applied.has(each)) && wanted.flat().length === applied.size
    return isMigrated && (await findAppliedSet(client)) === checksumOf(await readRepeatables())
  } finally {
    await client.end()
  }
}

/** What identifies the functions and views that a database has. */
async function findAppliedSet(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Pick<Repeatable, 'name' | 'checksum'>>(
    'select name, checksum from parley.repeatables order by position',
  )
  return checksumOf(rows)
}

/**
 * Fills a database of its own, in that folder, with this many messages: texts of a Slack export, repeated with words
 * exchanged. Ten million take the better part of an hour on two cores.
 */
export async function populateFolder(
  dataDir: string,
  options: { export: string; messages: number; log: (line: string) => void },
): Promise<Population> {
  const { messages, log } = options
  if (existsSync(join(dataDir, 'version.json')))
    throw new Error(`${dataDir} holds data that was not finished: remove it and start again.`)
  const texts = textsOf(openSlackExport(options.export))
  const fixture = planFixture(messages, texts.names)
  const keys = new Map<Person, string>([fixture.reader, fixture.insider].map((person) => [person, newKey()]))
  const stack = await startStack({ dataDir, services: [] })
  try {
    const filling = await filledQuickly(stack, async (client) => {
      await fillFixture(client, fixture, keys)
      let made: Filling | undefined
      await withoutIndexes(
        client,
        filledTables,
        async () => {
          made = await fillMessages(client, fixture, texts, log)
        },
        log,
      )
      await makeSearchDocuments(client, stack.databaseUrl, log)
      log('vacuum analyze')
      await client.query('vacuum analyze')
      return made!
    })
    const asker = (person: Person): Asker => ({ userId: person.id, key: keys.get(person)! })
    const population: Population = {
      ...filling,
      messages,
      workspaceId: fixture.workspaces[0]!.id,
      reader: asker(fixture.reader),
      insider: asker(fixture.insider),
      largestChannelId: fixture.largest.id,
      readerChannelIds: [...fixture.readers].map(({ id }) => id),
    }
    await writeFile(join(dataDir, manifest), `${JSON.stringify(population, null, 2)}\n`)
    return population
  } finally {
    await stack.stop()
  }
}
