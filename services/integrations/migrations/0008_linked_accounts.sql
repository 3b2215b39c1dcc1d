-- Accounts of platforms that people have proven to be theirs.
create table linked_accounts (
  workspace_id uuid not null,
  platform text not null,
  account_id text not null,
  -- Who they are there.
  foreign_id text not null,
  user_id uuid not null,
  name text not null,
  linked_at timestamptz not null default now(),
  primary key (workspace_id, platform, account_id, foreign_id)
);
create unique index linked_accounts_by_person on linked_accounts (workspace_id, user_id, platform, account_id);

-- Codes that were sent to such accounts within an hour. A person's newest for an account is the one that counts.
create table link_codes (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  platform text not null,
  account_id text not null,
  foreign_id text not null,
  user_id uuid not null,
  name text not null,
  -- Encrypted, see the secret box; bound to this row.
  code text not null,
  tries int not null default 0,
  sent_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index link_codes_by_person on link_codes (workspace_id, user_id, platform, account_id, sent_at);
create index link_codes_by_account on link_codes (workspace_id, platform, account_id, foreign_id);
create index link_codes_by_age on link_codes (sent_at);

-- Whose message it is here, where its author had linked their account.
alter table links add column user_id uuid;
