import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { handlesOf } from '@parley/text/handle-fold'
import type pg from 'pg'
import { withoutIndexes } from '../growth/rebuild.ts'

/** Someone of the workspace, with an API key that may read and write. */
export interface DeskPerson {
  userId: string
  key: string
}

/** The people of a desk: its owner, who is no agent, and its agents. */
export interface DeskStaff {
  workspaceId: string
  owner: DeskPerson
  agents: DeskPerson[]
}

const agents = 10
const messagesEach = 4
/** Texts and words are drawn from so many; the k-th word, `w<k>x`, is in about 1/k as many texts as the first. */
const texts = 20_000
const words = 5_000
const wordsEach = 12

const firstNames =
  'Ada Aylin Bruno Carla Deniz Elif Fatma Gustav Hanna Irena Jonas Kemal Lucia Mehmet Nina Oscar Paula Rafael Selin Tomas'
const lastNames =
  'Aksoy Becker Castro Demir Engel Fuentes Garcia Hoffmann Ibanez Jansen Kaya Lindner Moreno Neumann Ortega Peters Quintero Richter Sahin Torres'

/** The tables that `fillDesk` fills. */
export const filledTables = ['visitors', 'visitor_starts', 'conversations', 'messages', 'search_documents'].map(
  (table) => `support_desk.${table}`,
)

/** A workspace of an owner and ten agents, who cannot sign in. */
export async function fillStaff(client: pg.Client): Promise<DeskStaff> {
  const workspaceId = randomUUID()
  await client.query(`insert into gateway.workspaces (id, name) values ($1, 'Desk')`, [workspaceId])
  const people: DeskPerson[] = []
  for (let i = 0; i <= agents; i++) {
    const person = { userId: randomUUID(), key: `prl_sk_live_${randomBytes(16).toString('hex')}` }
    const account = { email: `${person.userId}@bench.test`, name: `Agent ${i}` }
    await client.query(
      `with person as (
         insert into gateway.users (id, email, name, password_hash, handles) values ($1, $2, $3, 'cannot sign in', $4)
       ), membership as (
         insert into gateway.members (workspace_id, user_id, role, agent) values ($5, $1, $6, $7)
       )
       insert into gateway.api_keys (workspace_id, user_id, name, key_prefix, key_hash, scopes)
       values ($5, $1, 'bench', $8, $9, '{read,write}')`,
      [
        ...[person.userId, account.email, account.name, handlesOf(account), workspaceId],
        ...[i === 0 ? 'owner' : 'member', i > 0],
        ...[person.key.slice(0, 16), createHash('sha256').update(person.key).digest()],
      ],
    )
    people.push(person)
  }
  const [owner, ...others] = people
  return { workspaceId, owner: owner!, agents: others }
}

/**
 * So many conversations of half as many visitors, of the last two years, four messages each. Of the newest twentieth two
 * in five wait for an agent, who have read nothing of them; the others are active. Everything before is closed.
 */
export async function fillDesks(
  client: pg.Client,
  desks: readonly { staff: DeskStaff; conversations: number }[],
  log: (line: string) => void,
): Promise<void> {
  await client.query(`select setseed(0.5); set search_path = support_desk, parley`)
  await makeTexts(client)
  const fill = async () => {
    for (const { staff, conversations } of desks) {
      log(`${conversations.toLocaleString('en')} conversations`)
      await fillDesk(client, staff, conversations)
    }
  }
  await withoutIndexes(client, filledTables, fill, log)
  for (const { staff } of desks) await count(client, staff.workspaceId)
  log('vacuum analyze')
  await client.query('vacuum analyze')
}

async function makeTexts(client: pg.Client): Promise<void> {
  await client.query(
    `create temporary table texts as
     select n, (
       select string_agg('w' || floor(exp(random() * ln(${words})))::int || 'x', ' ')
       from generate_series(1, ${wordsEach}) where n is not null
     ) as content
     from generate_series(0, ${texts - 1}) n`,
  )
}

async function fillDesk(client: pg.Client, { workspaceId, agents }: DeskStaff, conversations: number): Promise<void> {
  const visitors = Math.ceil(conversations / 2)
  const began = (n: string) => `now() - (1 - (${n})::float8 / ${conversations}) * interval '2 years'`
  await client.query(
    `create temporary table desk_visitors as
     select n, uuidv7() as id, first, last, lower(last) || n || '@mail.test' as email
     from generate_series(0, ${visitors - 1}) n,
       lateral (select split_part('${firstNames}', ' ', 1 + n % 20) as first, split_part('${lastNames}', ' ', 1 + n / 20 % 20) as last) named`,
  )
  await client.query(
    `insert into visitors (workspace_id, id, name, email, country, city, visits, first_seen_at, last_seen_at, search_text)
     select $1, id, first || ' ' || last, email, 'DE', 'Berlin', 1 + n % 2, ${began('n * 2')}, ${began('n * 2')} + interval '1 hour',
       lower(first || ' ' || last || ' ' || replace(replace(email, '@', ' '), '.', ' ')) || E'\\n'
         || 'de germany almanya deutschland alemania berlin'
     from desk_visitors`,
    [workspaceId],
  )
  await client.query(
    `insert into visitor_starts (workspace_id, visitor_id, start, is_name)
     select v.workspace_id, v.id, made.start, made.is_name from visitors v, starts_of(v.search_text) made
     where v.workspace_id = $1`,
    [workspaceId],
  )
  await client.query(
    `create temporary table desk_conversations as
     select n, uuidv7() as id, ${began('n')} as began, n / 2 as visitor,
       case when n < ${conversations} * 0.95 then 'CLOSED' when n % 5 < 2 then 'WAITING' else 'ACTIVE' end as status,
       ($1::uuid[])[1 + n / 5 % ${agents.length}] as agent
     from generate_series(0, ${conversations - 1}) n`,
    [agents.map(({ userId }) => userId)],
  )
  await client.query(
    `insert into conversations (workspace_id, id, visitor_id, status, agent_id, seq, rev, changed_rev, message_count,
       last_message_seq, visitor_messages, visitor_messages_read, agent_read_seq, agent_messages, agent_messages_read,
       visitor_read_seq, created_at, updated_at, changed_at, closed_at)
     select $1, c.id, v.id, status, case when not waits then agent end, ${messagesEach}, 8, 8, ${messagesEach},
       ${messagesEach}, case when waits then ${messagesEach} else 2 end, case when waits then 0 else 2 end,
       case when waits then 0 else ${messagesEach} end, case when waits then 0 else 2 end,
       case when waits then 0 else 2 end, ${messagesEach}, began, began + interval '1 hour', began + interval '1 hour',
       case when status = 'CLOSED' then began + interval '1 hour' end
     from (select *, status = 'WAITING' as waits from desk_conversations) c join desk_visitors v on v.n = c.visitor`,
    [workspaceId],
  )
  await client.query(
    `create temporary table desk_texts as select n, content, document_lexemes($1, content) as lexemes from texts`,
    [workspaceId],
  )
  await client.query(
    `create temporary table desk_messages as
     select c.id, c.began, c.status, c.agent, c.visitor, s.seq, floor(random() * ${texts})::int as text
     from desk_conversations c, generate_series(1, ${messagesEach}) s(seq)`,
  )
  await client.query(
    `insert into messages (workspace_id, conversation_id, seq, rev, sender_type, sender_id, sender_name, content,
       message_type, seen_at, created_at)
     select $1, m.id, m.seq, m.seq + 1, case when by_agent then 'AGENT' else 'VISITOR' end,
       case when by_agent then m.agent else v.id end, case when by_agent then 'Agent' end, t.content, 'TEXT',
       case when m.status <> 'WAITING' then m.began + interval '1 hour' end, m.began + m.seq * interval '1 minute'
     from (select *, seq % 2 = 0 and status <> 'WAITING' as by_agent from desk_messages) m
     join desk_texts t on t.n = m.text join desk_visitors v on v.n = m.visitor`,
    [workspaceId],
  )
  await client.query(
    `insert into search_documents (workspace_id, conversation_id, seq, lexemes)
     select $1, m.id, m.seq, t.lexemes from desk_messages m join desk_texts t on t.n = m.text`,
    [workspaceId],
  )
  await client.query('drop table desk_visitors, desk_conversations, desk_texts, desk_messages')
}

/** Writes the counts of what was filled, spread over all slots as they are where many have added to them. */
async function count(client: pg.Client, workspaceId: string): Promise<void> {
  await client.query(
    `insert into conversation_counts (workspace_id, slot, agent_id, status, total, unread)
     select workspace_id, hashtext(id::text) & 15, coalesce(agent_id, '00000000-0000-0000-0000-000000000000'), status,
       count(*), sum(visitor_messages - visitor_messages_read)
     from conversations where workspace_id = $1 group by 1, 2, 3, 4`,
    [workspaceId],
  )
  await client.query(
    `insert into visitor_counts (workspace_id, slot, total, returning_total)
     select workspace_id, hashtext(id::text) & 15, count(*), count(*) filter (where visits > 1)
     from visitors where workspace_id = $1 group by 1, 2`,
    [workspaceId],
  )
}
