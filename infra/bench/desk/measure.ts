import { openDirect, statementsOf } from '../growth/statements.ts'
import type { Row } from '../report.ts'
import { interleave, median, turn } from '../rounds.ts'
import { openDeskFlows } from './flows.ts'
import type { DeskSite } from './population.ts'
import { deskQueries, listByCounting } from './queries.ts'

/** How many different things each query is asked in turn. */
const variants = 20
const schema = 'support_desk'
const goal = 1.3

interface Measuring {
  rounds: number
  seconds: number
  log: (line: string) => void
}

/** A way of measuring in one size. */
type Work = (i: number) => Promise<unknown>

/** What a desk does all day, in every size in turn: how its cost grows with the conversations that there are. */
export async function measureDesk(sites: readonly DeskSite[], measuring: Measuring): Promise<Row[]> {
  const opened = await Promise.all(sites.map(open))
  const sizes = sites.map(({ conversations }) => conversations)
  const rows: Row[] = []
  try {
    for (const name of Object.keys(opened[0]!.works)) {
      const works = Object.fromEntries(opened.map(({ works }, i) => [String(sizes[i]), works[name]!]))
      const ms = await measure(name, works, measuring)
      rows.push(...growthOf(name, sizes, ms))
    }
    for (const [i, { direct, counting, list }] of opened.entries()) {
      const size = `${sizes[i]!.toLocaleString('en')} conversations`
      const works = { counters: () => direct.run(list), counted: () => direct.run(counting) }
      const ms = await measure(`counts, ${size}`, works, measuring)
      rows.push({
        ...{ name: 'counts of the tenant’s list', unit: 'ms', better: 'lower' },
        ...{ ours: ms.counters!, floor: ms.counted!, ratio: ms.counters! / ms.counted! },
        against: `the same by COUNT, ${size}`,
        ...(i === opened.length - 1 && { goal: 0.05 }),
      })
    }
    return rows
  } finally {
    for (const { close } of opened) await close()
  }
}

async function measure(name: string, works: Record<string, Work>, { rounds, seconds, log }: Measuring) {
  const contenders = Object.fromEntries(
    Object.entries(works).map(([which, work]) => [
      which,
      () => turn(async (i) => void (await work(i)), { seconds, variants }),
    ]),
  )
  const measured = await interleave(contenders, { rounds, log: (line) => log(`${name}: ${line}`) })
  return Object.fromEntries(Object.entries(measured).map(([which, times]) => [which, median(times)]))
}

/** All that is measured in one size, by name. */
async function open(site: DeskSite) {
  const { stack } = site
  const of = { url: stack.databaseUrls['support-desk'], schema }
  const direct = await openDirect(of.url, schema)
  const flows = await openDeskFlows(site)
  const works: Record<string, Work> = {}
  const queries = deskQueries(site)
  for (const query of queries) {
    const statements = await statementsOf(query, of, variants)
    const headers = { authorization: `Bearer ${query.key}` }
    works[query.name] = async (i) => {
      const answer = await fetch(`${stack.url}${query.path(i)}`, { headers })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`${query.path(i)} answers ${answer.status}: ${text.slice(0, 300)}`)
    }
    works[`${query.name}, SQL alone`] = (i) => direct.run(statements[i]!)
  }
  const [list] = await statementsOf(queries[0]!, of, 1)
  const [counting] = await statementsOf({ run: (db) => listByCounting(db, site) }, of, 1)
  return {
    works: { ...works, ...flows.works },
    ...{ direct, list: list!, counting: counting! },
    async close() {
      flows.close()
      await direct.close()
    },
  }
}

function growthOf(name: string, sizes: readonly number[], ms: Record<string, number>): Row[] {
  const [smallest, ...others] = sizes
  const floor = ms[String(smallest)]!
  return others.map((size) => ({
    ...{ name, unit: 'ms', better: 'lower', goal, floor },
    ours: ms[String(size)]!,
    ratio: ms[String(size)]! / floor,
    against: `${smallest!.toLocaleString('en')} conversations, ours with ${size.toLocaleString('en')}`,
  }))
}
