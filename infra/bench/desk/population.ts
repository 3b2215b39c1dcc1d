import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { encodeId } from '@parley/contracts/type-id'
import { createVisitorTokens, visitorTokenLifetimeSeconds } from '@parley/kit/visitor-tokens'
import { type Stack, startStack } from '@parley/local/supervisor'
import pg from 'pg'
import { filledQuickly } from '../growth/quick-filling.ts'
import { unreachedLimits } from '../population.ts'
import { type DeskStaff, fillDesks, fillStaff } from './fill.ts'

/** What is known of a database that was filled, kept beside it. */
interface Filled extends DeskStaff {
  conversations: number
}

/** A visitor whose newest conversation an agent has. */
export interface DeskVisitor {
  conversationId: string
  token: string
  email: string
}

/** One size: its database, and the platform that runs on it. */
export interface DeskSite extends Filled {
  stack: Stack
  visitors: DeskVisitor[]
}

const manifest = 'desk.json'
/** Words that few conversations have. */
const fewWords = 20
export const fewWord = (i: number) => `few${i % fewWords}x`
/** How many visitors write, and are searched for. */
const sampled = 10

/** The platform on a database of so many conversations, which is filled first where that was not done before. */
export async function openDeskSite(
  conversations: number,
  { data, log }: { data: string; log: (line: string) => void },
): Promise<DeskSite> {
  const dataDir = join(resolve(data), String(conversations))
  const file = join(dataDir, manifest)
  if (!existsSync(file)) {
    if (existsSync(join(dataDir, 'version.json')))
      throw new Error(`${dataDir} holds data that was not finished: remove it and start again.`)
    await writeFile(file, JSON.stringify(await fillFolder(dataDir, conversations, log), null, 2))
  }
  const filled = JSON.parse(await readFile(file, 'utf8')) as Filled
  const stack = await startStack({
    dataDir,
    services: ['gateway', 'channels', 'messaging', 'support-desk'],
    env: { ...process.env, ...unreachedLimits },
  })
  try {
    await writeFewWords(stack, filled)
    return { ...filled, stack, visitors: await findVisitors(stack, filled) }
  } catch (error) {
    await stack.stop()
    throw error
  }
}

/** Fills a database of its own, in that folder; another workspace has a tenth as much. */
async function fillFolder(dataDir: string, conversations: number, log: (line: string) => void): Promise<Filled> {
  const stack = await startStack({ dataDir, services: [] })
  try {
    return await filledQuickly(stack, async (client) => {
      const [staff, others] = [await fillStaff(client), await fillStaff(client)]
      const desks = [
        { staff, conversations },
        { staff: others, conversations: Math.ceil(conversations / 10) },
      ]
      await fillDesks(client, desks, log)
      return { ...staff, conversations }
    })
  } finally {
    await stack.stop()
  }
}

/** Has ten conversations found by each word that `fewWord` makes, whatever the size. */
async function writeFewWords(stack: Stack, { workspaceId }: Filled): Promise<void> {
  const client = new pg.Client({
    connectionString: stack.databaseUrl,
    options: '-c search_path=support_desk,parley',
  })
  await client.connect()
  try {
    await client.query(
      `insert into search_documents (workspace_id, conversation_id, seq, lexemes)
       select $1, id, 0, document_lexemes($1, ($2::text[])[(row_number() over (order by id) - 1) / 10 + 1])
       from (select id from conversations where workspace_id = $1 order by id limit $3) c on conflict do nothing`,
      [workspaceId, Array.from({ length: fewWords }, (_, i) => fewWord(i)), fewWords * 10],
    )
  } finally {
    await client.end()
  }
}

/** Visitors whose newest conversation the first agent has, each with a token. */
async function findVisitors(stack: Stack, { workspaceId, agents }: Filled): Promise<DeskVisitor[]> {
  const client = new pg.Client({ connectionString: stack.databaseUrl })
  await client.connect()
  try {
    const keys = await client.query<{ id: string }>(
      `insert into support_desk.widget_keys (workspace_id, name, key_prefix, key_hash, domains, status)
       values ($1, 'bench', 'prl_wk_', uuid_send(gen_random_uuid()), '{}', 'ACTIVE') returning id`,
      [workspaceId],
    )
    const { rows } = await client.query<{ id: string; visitor_id: string; email: string }>(
      `select c.id, c.visitor_id, v.email from support_desk.conversations c
       join support_desk.visitors v on v.workspace_id = c.workspace_id and v.id = c.visitor_id
       where c.workspace_id = $1 and c.status = 'ACTIVE' and c.agent_id = $2 and not exists (
         select from support_desk.conversations newer
         where newer.workspace_id = c.workspace_id and newer.visitor_id = c.visitor_id and newer.id > c.id)
       order by c.id limit $3`,
      [workspaceId, agents[0]!.userId, sampled],
    )
    if (rows.length < sampled) throw new Error('There are too few conversations to measure with.')
    const tokens = createVisitorTokens({ VISITOR_TOKEN_SECRETS: [stack.env.gateway.VISITOR_TOKEN_SECRETS!] })
    return rows.map(({ id, visitor_id: visitorId, email }) => ({
      conversationId: encodeId('cnv', id),
      token: tokens.issue(
        { visitorId, workspaceId, widgetKeyId: keys.rows[0]!.id, siteId: null },
        visitorTokenLifetimeSeconds,
      ),
      email,
    }))
  } finally {
    await client.end()
  }
}
