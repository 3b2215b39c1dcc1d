import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '@parley/local/root'
import { startStack } from '@parley/local/supervisor'
import { positive } from '../arguments.ts'
import { printMeasured } from '../measured.ts'
import { unreachedLimits } from '../population.ts'
import { searchQueries } from '../rows/search.ts'
import { explainQueries } from './explain.ts'
import { measureQueries, type Site } from './measure.ts'
import { findPopulation, populateFolder } from './population.ts'
import { hotQueries } from './queries.ts'
import type { QueriesOf } from './query.ts'

const sets: QueriesOf[] = [hotQueries, searchQueries]
const log = (line: string) => console.error(line)

/**
 * `growth [explain] --export <zip or folder>`: fills a database of each size where there is none yet, then measures the
 * hot queries in all of them, or writes down how PostgreSQL runs them.
 */
export async function growthCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    allowPositionals: true,
    options: {
      export: { type: 'string' },
      sizes: { type: 'string', default: '100000,10000000' },
      data: { type: 'string', default: join(root, '.parley/growth') },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '1' },
      'no-keep': { type: 'boolean', default: false },
    },
  })
  const isExplaining = positionals[0] === 'explain'
  if (positionals.length > Number(isExplaining))
    throw new Error(`growth has one subcommand, explain, and not ${positionals.at(-1)}.`)
  const sizes = values.sizes.split(',').map((size) => positive('sizes', size))
  const rounds = positive('rounds', values.rounds)
  const seconds = positive('seconds', values.seconds)
  const sites: Site[] = []
  try {
    for (const size of sizes.toSorted((a, b) => a - b)) sites.push(await openSite(size, values))
    if (isExplaining) {
      await explainQueries(sites.at(-1)!, sets, log)
      return
    }
    await printMeasured(() => measureQueries(sites, sets, { rounds, seconds, log }), !values['no-keep'])
  } finally {
    await Promise.all(sites.map(({ stack }) => stack.stop()))
  }
}

/** The platform on a database of that size, which is filled first where that was not done before. */
async function openSite(messages: number, { data, export: file }: { data: string; export?: string | undefined }) {
  const dataDir = join(resolve(data), String(messages))
  const logHere = (line: string) => log(`${messages.toLocaleString('en')}: ${line}`)
  let population = await findPopulation(dataDir, logHere)
  if (!population) {
    if (!file) throw new Error(`${dataDir} has no population yet: --export must name a Slack export to make it from.`)
    population = await populateFolder(dataDir, { export: file, messages, log: logHere })
  }
  const stack = await startStack({
    dataDir,
    services: ['gateway', 'channels', 'messaging'],
    env: { ...process.env, ...unreachedLimits },
  })
  return { population, stack }
}
