import { roleOf, schemaOf, serviceNames } from '@parley/contracts/services'
import { migrateAll } from '@parley/kit/migrate'
import { createTestDatabase } from '@parley/testing/database'
import pg from 'pg'
import { describe, expect, it } from 'vitest'

const test = await createTestDatabase()
const roles = Object.fromEntries(serviceNames.map((name) => [name, test.urlOf(name)])) as Record<
  (typeof serviceNames)[number],
  string
>

async function as(service: (typeof serviceNames)[number], statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: test.urlOf(service) })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

describe('schemas', () => {
  it.each(serviceNames)('%s reads no table of another service, whatever it is', async (service) => {
    const readable = await test.query<{ relation: string }>(
      `select n.nspname || '.' || c.relname as relation from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any($1) and n.nspname <> $2 and c.relkind in ('r', 'p')
         and (has_table_privilege($3, c.oid, 'select') or has_table_privilege($3, c.oid, 'insert, update, delete, truncate'))`,
      [serviceNames.map(schemaOf), schemaOf(service), roleOf(service)],
    )
    expect(readable).toEqual([])
  })

  it('refuse a service that reaches for another’s table', async () => {
    await expect(as('messaging', 'select * from gateway.users')).rejects.toMatchObject({ code: '42501' })
    await expect(as('support-desk', 'select * from messaging.messages')).rejects.toMatchObject({ code: '42501' })
  })

  it('refuse a service that would make or drop anything in another’s schema', async () => {
    await expect(as('messaging', 'create table channels.mine (id int)')).rejects.toMatchObject({ code: '42501' })
    await expect(as('messaging', 'drop view channels.access')).rejects.toMatchObject({ code: '42501' })
  })
})

describe('the migrator', () => {
  it('changes nothing when everything is there, even run twice at once', async () => {
    const before = await test.query('select * from parley.migrations order by service, name')
    await Promise.all([migrateAll({ adminUrl: test.url, roles }), migrateAll({ adminUrl: test.url, roles })])
    expect(await test.query('select * from parley.migrations order by service, name')).toEqual(before)
  })

  it('says so in one sentence when the database is newer than the code', async () => {
    await test.query(
      `insert into parley.migrations (service, name, checksum) values ('messaging', 'messaging/9999_later', 'x')`,
    )
    await expect(migrateAll({ adminUrl: test.url, roles })).rejects.toThrow(
      "The database has messaging's migration messaging/9999_later, which this version does not know: it was made by a newer Parley.",
    )
    await test.query(`delete from parley.migrations where name = 'messaging/9999_later'`)
  })

  it('refuses a migration that was edited after it had been applied', async () => {
    await test.query(`update parley.migrations set checksum = 'x' where service = 'chat-engine'`)
    await expect(migrateAll({ adminUrl: test.url, roles })).rejects.toThrow(/was changed after it had been applied/)
  })
})
