import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleOf } from '@parley/contracts/services'
import { root } from '@parley/local/root'
import pg from 'pg'
import { machine } from '../report.ts'
import type { Site } from './measure.ts'
import type { GrowthQuery, QueriesOf } from './query.ts'
import { openDatabase, type Statement, statementsOf } from './statements.ts'

const warmRuns = 6
/** Statements inside functions are shown from this share of the whole's time on. */
const shownShare = 0.02

interface Plan {
  ms: number
  query: string
  plan: string
}

/**
 * Writes the plan of each query into docs/queries: EXPLAIN (ANALYZE, BUFFERS) of the statement that the
 * service sends, as prepared and warm as it is there, and of what runs inside the functions that it calls.
 */
export async function explainQueries(site: Site, sets: readonly QueriesOf[], log: (line: string) => void) {
  const { stack, population } = site
  const admin = openDatabase(stack.databaseUrl, 'messaging')
  const queries = (await Promise.all(sets.map((of) => of(population, admin)))).flat()
  await admin.destroy()
  const folder = join(root, 'docs/queries')
  rmSync(folder, { recursive: true, force: true }) // queries that are no more
  mkdirSync(folder, { recursive: true })
  const pages: { file: string; name: string; ms: number }[] = []
  for (const query of queries) {
    log(`explain: ${query.name}`)
    const schema = query.service ?? 'messaging'
    const [statements] = await statementsOf(query, { url: stack.databaseUrls[schema], schema }, 1)
    const plans = await explain(stack.databaseUrl, query, statements!)
    const file = `${query.name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replace(/-$/, '')}.md`
    const explained = statements!.filter((statement) => !isTransactionControl(statement))
    writeFileSync(join(folder, file), pageOf(query, population.messages, explained, plans))
    pages.push({ file, name: query.name, ms: plans.reduce((sum, [outer]) => sum + outer!.ms, 0) })
  }
  writeFileSync(join(folder, 'README.md'), indexOf(pages, population.messages))
}

/** What begins and ends a transaction has no plan. */
const isTransactionControl = ({ text }: Statement): boolean => /^(start transaction|begin|commit)\b/.test(text)

/** Each statement's own plan first, then those of statements within it. */
async function explain(url: string, query: GrowthQuery, statements: Statement[]): Promise<Plan[][]> {
  const service = query.service ?? 'messaging'
  const client = new pg.Client({ connectionString: url, options: `-c search_path=${service},parley` })
  await client.connect()
  try {
    // The administrator's to set; the statement then runs as the service.
    for (const setting of ['log_analyze', 'log_buffers', 'log_nested_statements'])
      await client.query(`load 'auto_explain'; set auto_explain.${setting} = on`)
    await client.query(`set client_min_messages = log; set role ${roleOf(service)}`)
    const plans: Plan[] = []
    client.on('notice', ({ message }) => {
      const [, ms, text, plan] =
        /^duration: ([\d.]+) ms {2}plan:\nQuery Text: ([\s\S]*?)\n((?:Query Parameters: .*\n)?\S.*\(cost=[\s\S]*)$/.exec(
          message ?? '',
        ) ?? []
      if (ms) plans.push({ ms: Number(ms), query: text!, plan: plan!.replace(/^Query Parameters: .*\n/, '') })
    })
    const all: Plan[][] = []
    for (const [index, { text, values }] of statements.entries()) {
      if (isTransactionControl({ text, values })) {
        await client.query(text)
        continue
      }
      const run = () => client.query({ name: `s${index}`, text, values })
      for (let i = 0; i < warmRuns; i++) await run()
      await listening(client, true)
      await run()
      await listening(client, false)
      // A statement is logged when it ends: the outermost last.
      const outer = plans.findLast(({ query: logged }) => logged.trim() === text.trim())
      if (!outer) throw new Error(`${query.name}: PostgreSQL logged no plan.`)
      const inner = plans.filter((plan) => plan !== outer && plan.ms >= outer.ms * shownShare)
      all.push([outer, ...inner])
      plans.length = 0
    }
    return all
  } finally {
    await client.end()
  }
}

async function listening(client: pg.Client, isOn: boolean): Promise<void> {
  await client.query(`reset role; set auto_explain.log_min_duration = ${isOn ? 0 : -1}`)
}

const command = (messages: number) => `npm run bench -- growth explain --sizes ${messages}`

function pageOf(query: GrowthQuery, messages: number, statements: Statement[], plans: Plan[][]): string {
  const block = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\`\n`
  const shown = statements.map(({ text }, i) => {
    const [outer, ...inner] = plans[i] as [Plan, ...Plan[]]
    const within = inner.map(
      (plan) => `Within it, ${plan.ms.toFixed(2)} ms:\n\n${block('sql', dedent(plan.query))}\n${block('', plan.plan)}`,
    )
    return [block('sql', broken(text)), `${outer.ms.toFixed(2)} ms:\n`, block('', outer.plan), ...within].join('\n')
  })
  return `# ${query.name}

\`GET ${query.path(0).replace(/\?.*/, '')}\`, in a database of ${messages.toLocaleString('en')} messages. Written by \`${command(messages)}\`: EXPLAIN (ANALYZE, BUFFERS) of the statement as the service sends it, prepared and warm.

${shown.join('\n')}`
}

function indexOf(pages: { file: string; name: string; ms: number }[], messages: number): string {
  const { cores, memoryGiB } = machine()
  const rows = pages.map(({ file, name, ms }) => `| [${name}](${file}) | ${ms.toFixed(2)} |`)
  return `# How PostgreSQL runs the hot queries

Written by \`${command(messages)}\` (see [the bench](../../infra/bench/README.md#growth)) in a database of ${messages.toLocaleString('en')} messages, on ${cores} cores and ${memoryGiB} GiB shared with other work. EXPLAIN costs time of its own; the bench's rows show how long the queries take without it.

| query | ms |
| --- | --- |
${rows.join('\n')}
`
}

/** A statement in lines: what Kysely builds is one. */
function broken(text: string): string {
  if (text.includes('\n')) return dedent(text)
  const clauses = /(?<!distinct) (?=(?:from|inner join|left join|where|union|order by|limit|on conflict|returning) )/g
  return text.replaceAll(clauses, '\n')
}

/** Removes the source's indentation. */
function dedent(text: string): string {
  const lines = text.trim().split('\n')
  const rest = lines.slice(1).filter((line) => line.trim())
  const margin = Math.min(...rest.map((line) => /^ */.exec(line)![0].length))
  return lines.map((line, i) => (i === 0 ? line : line.slice(Number.isFinite(margin) ? margin : 0))).join('\n')
}
