import type { Stack } from '@parley/local/supervisor'
import type { Row } from '../report.ts'
import { interleave, median, turn } from '../rounds.ts'
import type { Population } from './population.ts'
import type { GrowthQuery, QueriesOf } from './query.ts'
import { openDatabase, openDirect, statementsOf } from './statements.ts'

/** One size: its database, and the platform that runs on it. */
export interface Site {
  population: Population
  stack: Stack
}

/** How many different things each query is asked in turn. */
const variants = 20

function asking({ stack, population }: Site, query: GrowthQuery): (i: number) => Promise<void> {
  const headers = { authorization: `Bearer ${query.asker(population).key}` }
  return async (i) => {
    const response = await fetch(`${stack.url}${query.path(i)}`, { headers })
    const text = await response.text()
    if (!response.ok) throw new Error(`${query.path(i)} answers ${response.status}: ${text.slice(0, 300)}`)
  }
}

/**
 * Each query in every size, over HTTP and as direct SQL, all in turn: how its cost grows with the database, and what
 * gateway and service add.
 */
export async function measureQueries(
  sites: readonly Site[],
  sets: readonly QueriesOf[],
  { rounds, seconds, log }: { rounds: number; seconds: number; log: (line: string) => void },
): Promise<Row[]> {
  const prepared = await Promise.all(sites.map((site) => prepare(site, sets)))
  const rows: Row[] = []
  try {
    for (const [index, { name, mayNotGrow = true }] of prepared[0]!.queries.entries()) {
      const contenders: Record<string, () => Promise<number>> = {}
      for (const { site, queries, direct } of prepared) {
        const query = queries[index]!
        const size = site.population.messages
        const url = site.stack.databaseUrls[query.service ?? 'messaging']
        const statements = await statementsOf(query, { url, schema: query.service ?? 'messaging' }, variants)
        const ask = asking(site, query)
        const sql = direct[query.service ?? 'messaging']
        contenders[`${size} over HTTP`] = () => turn(ask, { seconds, variants })
        contenders[`${size} direct`] = () => turn((i) => sql.run(statements[i]!), { seconds, variants })
      }
      const measured = await interleave(contenders, { rounds, log: (line) => log(`${name}: ${line}`) })
      const ms = (size: number, how: string) => median(measured[`${size} ${how}`]!)
      rows.push(
        ...rowsOf(
          name,
          mayNotGrow,
          sites.map(({ population }) => population.messages),
          ms,
        ),
      )
    }
    return rows
  } finally {
    for (const { direct } of prepared) for (const sql of Object.values(direct)) await sql.close()
  }
}

async function prepare(site: Site, sets: readonly QueriesOf[]) {
  const { population, stack } = site
  const admin = openDatabase(stack.databaseUrl, 'messaging')
  const queries = (await Promise.all(sets.map((of) => of(population, admin)))).flat()
  await admin.destroy()
  const direct = {
    messaging: await openDirect(stack.databaseUrls.messaging, 'messaging'),
    channels: await openDirect(stack.databaseUrls.channels, 'channels'),
  }
  return { site, queries: queries.filter(({ measured = true }) => measured), direct }
}

type Milliseconds = (size: number, how: 'over HTTP' | 'direct') => number

function rowsOf(name: string, mayNotGrow: boolean, sizes: readonly number[], ms: Milliseconds): Row[] {
  const [smallest] = sizes as [number]
  const row = (ours: number, floor: number, against: string, more: Partial<Row> = {}): Row => ({
    name,
    unit: 'ms',
    ours,
    floor,
    against,
    ratio: ours / floor,
    better: 'lower',
    ...more,
  })
  const messagesOf = (size: number) => `${size.toLocaleString('en')} messages`
  const goal = mayNotGrow ? { goal: 1 } : {}
  return sizes.flatMap((size) => [
    ...(size === smallest
      ? []
      : [
          row(
            ms(size, 'over HTTP'),
            ms(smallest, 'over HTTP'),
            `${messagesOf(size)} to ${messagesOf(smallest)}, over HTTP`,
            goal,
          ),
          row(
            ms(size, 'direct'),
            ms(smallest, 'direct'),
            `${messagesOf(size)} to ${messagesOf(smallest)}, direct`,
            goal,
          ),
        ]),
    row(ms(size, 'over HTTP'), ms(size, 'direct'), `over HTTP to the same SQL run directly, ${messagesOf(size)}`),
  ])
}
