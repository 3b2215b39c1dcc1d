import * as rules from '@parley/schema/rules'
import { createTestDatabase } from '@parley/testing/database'
import { describe, expect, it } from 'vitest'

const { query } = await createTestDatabase()

/** What a rule finds, apart from exemptions; an exemption that is not found any more must go. */
async function expectOnly(found: string[], exempt: Record<string, string> = {}): Promise<void> {
  expect(Object.keys(exempt).filter((name) => !found.includes(name))).toEqual([])
  expect(found.filter((name) => !(name in exempt))).toEqual([])
}

describe('the schemas can be distributed by workspace:', () => {
  it('every table has a workspace, but for those that are small and global', async () => {
    const eachService = ['gateway', 'channels', 'messaging', 'chat_engine', 'integrations', 'support_desk']
    await expectOnly(await rules.tablesWithoutWorkspace(query), {
      ...Object.fromEntries(
        eachService.flatMap((schema) => [
          [`${schema}.outbox`, 'what one node has still to publish'],
          [`${schema}.idempotency_keys`, 'what one node has answered'],
        ]),
      ),
      'gateway.users': 'people have one account in all workspaces',
      'gateway.workspaces': 'the workspaces themselves',
      'gateway.email_verifications': 'credentials of an account',
      'gateway.password_resets': 'credentials of an account',
      'gateway.browser_sessions': 'credentials of an account',
      'gateway.sign_in_links': 'credentials of an account',
      'gateway.user_preferences': 'a person’s, in all workspaces',
      'gateway.push_subscriptions': 'a person’s browsers, in all workspaces',
      'gateway.avatars': 'a person’s picture, in all workspaces',
      'gateway.foreign_avatars': 'pictures of other servers, for everybody alike',
      'gateway.account_mails': 'counted by account',
      'gateway.reset_requests': 'counted by address, known or not',
      'gateway.invitation_mails': 'counted by address, from whatever workspace',
      'gateway.mails': 'mails that a development server has kept',
      'chat_engine.leases': 'the processes that run turns',
    })
  })

  it('keys begin with the workspace, but for those that find a credential', async () => {
    await expectOnly(await rules.keysWithoutWorkspace(query), {
      'gateway.api_keys: gateway.api_keys_pkey': 'a credential, found before its workspace is known',
      'gateway.api_keys: gateway.api_keys_hash': 'a credential, found before its workspace is known',
      'gateway.sessions: gateway.sessions_pkey': 'a credential, found before its workspace is known',
      'integrations.incoming_webhooks: integrations.incoming_webhooks_by_token':
        'a credential, found before its workspace is known',
      'integrations.oauth_states: integrations.oauth_states_by_hash':
        'what a platform gives back, found before its workspace is known',
    })
  })

  it('every table has a primary key, and every row of a workspace’s table its workspace', async () => {
    const orNull = 'its key has a column that may be null: unique nulls not distinct'
    await expectOnly(await rules.tablesWithoutKey(query), {
      'chat_engine.usage_days': orNull,
      'messaging.drafts': orNull,
      'messaging.mentions': orNull,
      'messaging.retention': orNull,
    })
    await expectOnly(await rules.tablesOfMaybeNoWorkspace(query), {
      'gateway.sessions': 'of somebody who is in no workspace',
    })
  })

  it('no function takes or returns the row type of a table', async () => {
    await expectOnly(await rules.functionsOfRows(query))
  })

  it('no workspace’s table has a trigger', async () => {
    await expectOnly(await rules.triggers(query))
  })

  it('published functions take the workspace first', async () => {
    await expectOnly(await rules.publishedWithoutWorkspace(query), {
      'gateway.erase_mails(uuid[])': 'mails that are kept are of no workspace; a conversation is of one alone',
    })
  })
})

describe('functions', () => {
  it('are each made by the file that is named for them, as views are, and by a migration only where an index stands on them', async () => {
    await expectOnly(await rules.filesOfOthers(query))
    await expectOnly(await rules.functionsOfMigrations(query))
  })

  it('are executable by nobody who was not granted it', async () => {
    await expectOnly(await rules.publicFunctions(query))
  })

  it('that run as their owner have a search path of their own', async () => {
    await expectOnly(await rules.unfixedSearchPaths(query))
  })

  it('of each kind that is forbidden are found', async () => {
    const broken = await createTestDatabase()
    await broken.query(`
      create table channels.rows (id uuid primary key, workspace_id uuid not null);
      create table channels.loose (id int unique);
      create table channels.excluding (workspace_id uuid, at int, exclude using btree (at with =));
      create function channels.one_more() returns int language sql as 'select 1';
      update parley.repeatables set drops = drops || array['drop function x()'] where name = 'channels.join';
      update parley.repeatables set drops = array['drop view channels.other'] where name = 'channels.access';
      create function channels.takes(r channels.rows) returns int language sql as 'select 1';
      create function channels.gives() returns setof channels.rows language sql as 'select * from channels.rows';
      create function channels.array_of(r channels.rows[]) returns int language sql as 'select 1';
      create function channels.fires() returns trigger language plpgsql as 'begin return new; end';
      create trigger fired before insert on channels.rows for each row execute function channels.fires();
      create function channels.published(in_user uuid) returns int language sql security definer as 'select 1';
      alter function channels.published owner to parley_channels;
      revoke execute on function channels.published from public;
      grant execute on function channels.published to parley_messaging;`)
    expect(await rules.tablesWithoutWorkspace(broken.query)).toContain('channels.loose')
    expect(await rules.keysWithoutWorkspace(broken.query)).toContain('channels.rows: channels.rows_pkey')
    expect(await rules.keysWithoutWorkspace(broken.query)).toContain('channels.excluding: channels.excluding_at_excl')
    expect(await rules.tablesWithoutKey(broken.query)).toContain('channels.excluding')
    expect(await rules.tablesOfMaybeNoWorkspace(broken.query)).toContain('channels.excluding')
    expect(await rules.filesOfOthers(broken.query)).toEqual(['channels.access', 'channels.join'])
    expect(await rules.functionsOfMigrations(broken.query)).toContain('channels.one_more()')
    const rows = await rules.functionsOfRows(broken.query)
    for (const name of ['takes(channels.rows)', 'gives()', 'array_of(channels.rows[])'])
      expect(rows).toContain(`channels.${name}`)
    expect(await rules.triggers(broken.query)).toContain('channels.rows: fired')
    expect(await rules.publicFunctions(broken.query)).toContain('channels.gives()')
    expect(await rules.publishedWithoutWorkspace(broken.query)).toContain('channels.published(uuid)')
    expect(await rules.unfixedSearchPaths(broken.query)).toContain('channels.published(uuid)')
  })
})
