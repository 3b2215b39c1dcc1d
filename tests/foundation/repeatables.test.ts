import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { isMigrated } from '@parley/kit/migrate'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase, type TestDatabase } from '@parley/testing/database'
import { type Kysely, sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSourceTree, migrateTo, type SourceTree } from './source-tree.ts'

const log = createLog('test', { LOG_LEVEL: 'silent' })

let database: TestDatabase
let tree: SourceTree
beforeEach(async () => {
  database = await createTestDatabase({ migrated: false })
  tree = await createSourceTree()
  await tree.write(
    'services/gateway/migrations/0001_gateway.sql',
    `create table users (id int primary key, name text not null); insert into users values (1, 'ada');
     grant usage on schema gateway to parley_channels;`,
  )
  await tree.write(
    'services/gateway/sql/people.sql',
    `-- Published.
     create view people as select id, name from users;
     grant select on people to parley_channels;`,
  )
  await tree.write(
    'services/channels/sql/name_of.sql',
    `create function name_of(in_id int) returns text language sql stable as $$ select name from gateway.people where id = in_id $$;`,
  )
})

const applied = async () =>
  (await database.query<{ name: string }>('select name from parley.repeatables order by position')).map(
    ({ name }) => name,
  )
const nameOf = async (id: number) =>
  (await database.query<{ name: string }>(`select channels.name_of($1) as name`, [id]))[0]!.name

function connect(service: 'gateway' | 'channels', poolSize: number): Kysely<unknown> {
  const db = createDatabase<unknown>(service, { url: database.urlOf(service), poolSize, log })
  closeAfterwards({ close: () => db.destroy() })
  return db
}

describe('functions and views', () => {
  it('are made once, owned by their service, and executable by nobody else', async () => {
    expect(await migrateTo(database, tree)).toContain('functions and views')
    expect(await nameOf(1)).toBe('ada')
    const made = () =>
      database.query(`select oid, proowner::regrole::text as owner from pg_proc where proname = 'name_of'`)
    const [first] = await made()
    expect(first).toMatchObject({ owner: 'parley_channels' })
    expect(await migrateTo(database, tree)).toEqual([])
    expect(await made()).toEqual([first])
    await expect(sql`select channels.name_of(1)`.execute(connect('gateway', 1))).rejects.toMatchObject({
      code: '42501',
    })
  })

  it('are as their files say after any change: another body, another signature, renamed, or gone', async () => {
    await migrateTo(database, tree)
    await tree.write(
      'services/gateway/sql/people.sql',
      `create view people as select name, id, true as active from users; grant select on people to parley_channels;`,
    )
    await tree.remove('services/channels/sql/name_of.sql')
    await tree.write(
      'services/channels/sql/label_of.sql',
      `create function label_of(in_id int, in_prefix text default '@') returns text language sql stable as
         $$ select in_prefix || name from gateway.people where id = in_id and active $$;`,
    )
    expect(await migrateTo(database, tree)).toEqual(['functions and views'])
    expect(await database.query('select channels.label_of(1) as label')).toEqual([{ label: '@ada' }])
    await expect(nameOf(1)).rejects.toMatchObject({ code: '42883' })
    expect(await applied()).toEqual(['gateway.people', 'channels.label_of'])
  })

  it('come in the order that their headers require, across services', async () => {
    await tree.write(
      'services/gateway/sql/account.sql',
      `-- An early name.\n-- requires: people, channels.badge\ncreate view account as select p.*, b.badge from people p join channels.badge b using (id);`,
    )
    await tree.write(
      'services/channels/migrations/0001_channels.sql',
      'grant usage on schema channels to parley_gateway;',
    )
    await tree.write(
      'services/channels/sql/badge.sql',
      `-- requires: gateway.people\ncreate view badge as select id, 'new' as badge from gateway.people; grant select on badge to parley_gateway;`,
    )
    await migrateTo(database, tree)
    expect(await applied()).toEqual(['gateway.people', 'channels.badge', 'gateway.account', 'channels.name_of'])
    await tree.write(
      'services/channels/sql/badge.sql',
      `-- requires: gateway.people\ncreate view badge as select id, 'old' as badge from gateway.people; grant select on badge to parley_gateway;`,
    )
    await migrateTo(database, tree)
    expect(await database.query('select badge from gateway.account')).toEqual([{ badge: 'old' }])
  })

  it('take their triggers along', async () => {
    const trigger = (to: string) =>
      `create function shout() returns trigger language plpgsql as $$ begin new.name := ${to}(new.name); return new; end $$;
       create trigger shouted before insert on users for each row execute function shout();`
    await tree.write('services/gateway/sql/shout.sql', trigger('upper'))
    await migrateTo(database, tree)
    await tree.write('services/gateway/sql/shout.sql', trigger('lower'))
    await migrateTo(database, tree)
    await database.query(`insert into gateway.users values (2, 'Bob')`)
    expect(await nameOf(2)).toBe('bob')
  })

  it('come back when a migration has dropped a view to change what it depends on', async () => {
    await migrateTo(database, tree)
    await tree.write(
      'services/gateway/migrations/0002_names.sql',
      'drop view people; alter table users alter column name type varchar(80);',
    )
    expect(await migrateTo(database, tree)).toEqual(['gateway: gateway/0002_names', 'functions and views'])
    expect(await nameOf(1)).toBe('ada')
  })

  it('stay as they were when one of them fails, with the file and line named', async () => {
    await migrateTo(database, tree)
    await tree.write(
      'services/gateway/sql/people.sql',
      `create view people as select id from users; grant select on people to parley_channels;`,
    )
    await tree.write(
      'services/messaging/sql/broken.sql',
      `-- Two lines\n-- of comment.\ncreate view broken as select * from nowhere;`,
    )
    await expect(migrateTo(database, tree)).rejects.toThrow(
      'services/messaging/sql/broken.sql:3: relation "nowhere" does not exist',
    )
    expect(await nameOf(1)).toBe('ada')
    expect(await applied()).toEqual(['gateway.people', 'channels.name_of'])
  })

  it('of a module are made with its tables in the schema of each service that has it, before the service’s own', async () => {
    const modules = (service: string) => (service === 'channels' ? ['notes'] : [])
    await tree.write('packages/notes/migrations/0001_notes.sql', 'create table notes (id int primary key);')
    await tree.write('services/channels/migrations/0001_channels.sql', 'insert into notes values (1);')
    const count = `create function note_count() returns bigint language sql stable as 'select count(*) from notes';`
    await tree.write('packages/notes/sql/note_count.sql', count)
    expect(await migrateTo(database, tree, { modules })).toEqual([
      'gateway: gateway/0001_gateway',
      'channels: notes/0001_notes',
      'channels: channels/0001_channels',
      'functions and views',
    ])
    const { rows } = await sql`select note_count() as count`.execute(connect('channels', 1))
    expect(rows).toEqual([{ count: 1 }])
    expect(await applied()).toEqual(['gateway.people', 'channels.note_count', 'channels.name_of'])
    await tree.write('services/channels/sql/note_count.sql', count)
    await expect(migrateTo(database, tree, { modules })).rejects.toThrow(
      'channels.note_count is also made by packages/notes/sql/note_count.sql',
    )
  })

  it('refuse a circle, and a requirement that does not exist', async () => {
    await tree.write('services/channels/sql/one.sql', '-- requires: two\nselect 1;')
    await tree.write('services/channels/sql/two.sql', '-- requires: one\nselect 1;')
    await expect(migrateTo(database, tree)).rejects.toThrow(/requires itself by way of channels\.one, channels\.two/)
    await tree.write('services/channels/sql/two.sql', '-- requires: three\nselect 1;')
    await expect(migrateTo(database, tree)).rejects.toThrow(
      'services/channels/sql/two.sql: requires channels.three, which does not exist.',
    )
  })

  it('change under a running service that keeps answering over its open connections', async () => {
    await migrateTo(database, tree)
    const db = connect('channels', 4)
    const outcomes = new Set<unknown>()
    let running = true
    const asking = Array.from({ length: 4 }, async () => {
      while (running) {
        const { rows } = await sql<{ name: string; again: string }>`
          select p.name, channels.name_of(p.id) as again from gateway.people p where p.id = ${1}`
          .execute(db)
          .catch((error) => ({ rows: [{ name: error.message, again: error.code }] }))
        outcomes.add(`${rows[0]!.name} ${rows[0]!.again}`)
      }
    })
    for (let version = 1; version <= 8; version++) {
      await tree.write(
        'services/channels/sql/name_of.sql',
        `create function name_of(in_id int) returns text language plpgsql stable as
        $$ begin return (select name from gateway.people where id = in_id and ${version} > 0); end $$;`,
      )
      expect(await migrateTo(database, tree)).toEqual(['functions and views'])
    }
    running = false
    await Promise.all(asking)
    expect([...outcomes]).toEqual(['ada ada'])
  })
})

describe('a service', () => {
  it('waits for its own functions and views, and not for those of a newer version to go away', async () => {
    const db = connect('channels', 1)
    const ready = () => isMigrated('channels', db, tree)
    await expect(ready()).rejects.toMatchObject({ code: '42P01' })
    await migrateTo(database, tree)
    expect(await ready()).toBe(true)

    const newer = `create function name_of(in_id int) returns text language sql stable as $$ select 'newer' $$;`
    const current = `create function name_of(in_id int) returns text language sql stable as $$ select name from gateway.people where id = in_id $$;`
    await tree.write('services/channels/sql/name_of.sql', newer)
    expect(await ready()).toBe(false)
    await migrateTo(database, tree)
    expect(await ready()).toBe(true)
    await tree.write('services/channels/sql/name_of.sql', current)
    expect(await ready()).toBe(true)

    await tree.write('services/channels/migrations/0001_channels.sql', 'create table channels (id int primary key);')
    expect(await ready()).toBe(false)
  })
})

describe('a database of an earlier Parley', () => {
  it('is refused in one sentence, and left as it is', async () => {
    await migrateTo(database, tree)
    await database.query(
      `insert into parley.migrations (service, name, checksum) values ('messaging', 'messaging/0003_changes', 'x')`,
    )
    await expect(migrateTo(database, tree)).rejects.toThrow(
      /^The database was made by an earlier Parley, whose data this version does not take over\.$/,
    )
    expect(await nameOf(1)).toBe('ada')
  })
})
