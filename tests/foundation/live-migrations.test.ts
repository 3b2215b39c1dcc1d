import { createTestDatabase, type TestDatabase } from '@parley/testing/database'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSourceTree, migrateTo, type SourceTree } from './source-tree.ts'

let database: TestDatabase
let tree: SourceTree
let other: pg.Client
beforeEach(async () => {
  database = await createTestDatabase({ migrated: false })
  tree = await createSourceTree()
  await tree.write(
    'services/gateway/migrations/0001_gateway.sql',
    `create table users (id int primary key, name text, label text);
     insert into users select n, 'user ' || n from generate_series(1, 25) n;`,
  )
  await tree.write('services/gateway/sql/people.sql', 'create view people as select id, name from users;')
  await migrateTo(database, tree)
  other = new pg.Client({ connectionString: database.url })
  await other.connect()
})
afterEach(() => other.end())

const columns = async () =>
  (
    await database.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = 'gateway.users'::regclass and attnum > 0`,
    )
  ).map(({ name }) => name)
const waits = (lines: string[]) => lines.filter((line) => line.endsWith('waits for a lock')).length

describe('while another session has a lock', () => {
  it('a migration steps back again and again, so that nobody queues behind it, and runs once it is free', async () => {
    await other.query('begin; select from gateway.users limit 1')
    await tree.write('services/gateway/migrations/0002_email.sql', 'alter table users add column email text;')
    const lines: string[] = []
    const migrating = migrateTo(database, tree, { lines })
    await vi.waitFor(() => expect(waits(lines)).toBeGreaterThan(1), 15_000)
    expect(await database.query('select count(*)::int as n from gateway.users')).toEqual([{ n: 25 }])
    await other.query('commit')
    await migrating
    expect(await columns()).toContain('email')
  })

  it('functions and views wait in the same way', async () => {
    await other.query('begin; select from gateway.people limit 1')
    await tree.write('services/gateway/sql/people.sql', 'create view people as select id, name, label from users;')
    const lines: string[] = []
    const migrating = migrateTo(database, tree, { lines })
    await vi.waitFor(() => expect(waits(lines)).toBeGreaterThan(1), 15_000)
    expect(await database.query('select * from gateway.people where id = 1')).toEqual([{ id: 1, name: 'user 1' }])
    await other.query('commit')
    await migrating
    expect(await database.query('select * from gateway.people where id = 1')).toEqual([
      { id: 1, name: 'user 1', label: null },
    ])
  })

  it('gives up in the end, with the file named and nothing changed', async () => {
    await other.query('begin; select from gateway.users limit 1')
    await tree.write('services/gateway/migrations/0002_email.sql', 'alter table users add column email text;')
    await expect(migrateTo(database, tree, { lockPatienceMs: 500 })).rejects.toThrow(
      'services/gateway/migrations/0002_email.sql: canceling statement due to lock timeout',
    )
    expect(await columns()).not.toContain('email')
  })
})

describe('an index built outside a transaction', () => {
  const concurrently = (what: string) => `-- outside a transaction\ncreate ${what};`
  const index = () =>
    database.query(
      `select i.indisvalid, c.relowner::regrole::text as owner from pg_index i join pg_class c on c.oid = i.indexrelid
       where c.relname = 'users_by_name'`,
    )

  it('is made while others write', async () => {
    await tree.write(
      'services/gateway/migrations/0002_by_name.sql',
      concurrently('index concurrently if not exists users_by_name on users (name)'),
    )
    await other.query(`begin; update gateway.users set label = 'x' where id = 1`)
    const migrating = Promise.all([migrateTo(database, tree), migrateTo(database, tree)])
    await vi.waitFor(async () => expect(await index()).toMatchObject([{ indisvalid: false }]), 15_000)
    await database.query(`update gateway.users set label = 'y' where id = 2`)
    await other.query('commit')
    await migrating
    expect(await index()).toEqual([{ indisvalid: true, owner: 'parley_gateway' }])
  })

  it('that failed is built again, its invalid remains dropped', async () => {
    await database.query(`update gateway.users set name = 'same' where id < 3`)
    await tree.write(
      'services/gateway/migrations/0002_by_name.sql',
      concurrently('unique index concurrently if not exists users_by_name on users (name)'),
    )
    await expect(migrateTo(database, tree)).rejects.toThrow(/0002_by_name\.sql: could not create unique index/)
    expect(await index()).toMatchObject([{ indisvalid: false }])
    await database.query(`update gateway.users set name = 'other' where id = 2`)
    expect(await migrateTo(database, tree)).toEqual(['gateway: gateway/0002_by_name'])
    expect(await index()).toMatchObject([{ indisvalid: true }])
  })

  it('is all that may run so', async () => {
    await tree.write('services/gateway/migrations/0002_more.sql', concurrently('table more (id int)'))
    await expect(migrateTo(database, tree)).rejects.toThrow(/0002_more\.sql: outside a transaction only/)
  })
})

describe('a back-fill in batches', () => {
  const backfill = `-- in batches
update users set label = upper(name) where id in (select id from users where label is null order by id limit 10);`
  const filled = async () =>
    (await database.query<{ n: number }>('select count(*) as n from gateway.users where label is not null'))[0]!.n

  it('repeats its statement until it changes nothing, and is done once', async () => {
    await tree.write('services/gateway/migrations/0002_labels.sql', backfill)
    expect(await migrateTo(database, tree)).toEqual([
      'gateway: gateway/0002_labels: 10 rows',
      'gateway: gateway/0002_labels: 20 rows',
      'gateway: gateway/0002_labels: 25 rows',
      'gateway: gateway/0002_labels',
    ])
    await database.query('update gateway.users set label = null')
    expect(await migrateTo(database, tree)).toEqual([])
  })

  it('keeps the batches it has committed when it dies, and resumes after them', async () => {
    await tree.write('services/gateway/migrations/0002_labels.sql', backfill)
    await other.query('begin; select from gateway.users where id = 15 for update')
    await expect(migrateTo(database, tree, { lockPatienceMs: 500 })).rejects.toThrow(/0002_labels\.sql: .*lock timeout/)
    expect(await filled()).toBe(10)
    await other.query('commit')
    expect(await migrateTo(database, tree)).toContain('gateway: gateway/0002_labels: 15 rows')
    expect(await filled()).toBe(25)
  })
})
