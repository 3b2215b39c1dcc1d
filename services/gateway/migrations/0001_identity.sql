-- Who there is, what they belong to, and what they sign in with. Secrets are kept as hashes alone.

create table users (
  id uuid primary key default uuidv7(),
  email text not null check (email = lower(email)),
  name text not null,
  avatar_url text,
  password_hash text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));

create table workspaces (
  id uuid primary key default uuidv7(),
  name text not null,
  company_name text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table members (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'member', 'guest')),
  agent boolean not null default false,
  joined_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create index members_of_user on members (user_id);
create index members_by_age on members (workspace_id, joined_at, user_id);

-- What a token stands for. A session or key goes with its membership.
create table sessions (
  id uuid primary key default uuidv7(),
  workspace_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz not null default now(),
  revoked_at timestamptz,
  foreign key (workspace_id, user_id) references members (workspace_id, user_id) on delete cascade
);
create index sessions_of_member on sessions (user_id, workspace_id);

create table api_keys (
  id uuid primary key default uuidv7(),
  workspace_id uuid not null,
  user_id uuid not null,
  name text not null,
  key_prefix text not null,
  key_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  foreign key (workspace_id, user_id) references members (workspace_id, user_id) on delete cascade
);
create unique index api_keys_hash on api_keys (key_hash);
create index api_keys_of_member on api_keys (user_id, workspace_id);

-- One open invitation an address and workspace: inviting again replaces its token.
create table invitations (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  email text not null check (email = lower(email)),
  token_hash bytea not null,
  role text not null check (role in ('owner', 'admin', 'member', 'guest')),
  agent boolean not null,
  channel_ids uuid[] not null default '{}',
  invited_by uuid references users (id) on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (workspace_id, email)
);
create unique index invitations_token on invitations (token_hash);

-- One open reset a person: asking again replaces its token.
create table password_resets (
  user_id uuid primary key references users (id) on delete cascade,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create unique index password_resets_token on password_resets (token_hash);

-- Mails that found no SMTP server, for /dev/mail: the newest 1,000.
create table mails (
  id uuid primary key default uuidv7(),
  recipient text not null,
  sender text not null,
  subject text not null,
  text text not null,
  html text,
  at timestamptz not null default now()
);

-- Published: one row per person and workspace. Every member has a user; the left join lets the planner leave users out
-- where nobody asks for a name, which is in every check of access.
create view people as
  select members.workspace_id, members.user_id, members.role, members.agent,
    users.name as display_name, users.email, users.avatar_url, members.joined_at
  from members left join users on users.id = members.user_id;

grant usage on schema gateway to parley_channels, parley_messaging, parley_chat_engine, parley_integrations, parley_support_desk;
grant select on people to parley_channels, parley_messaging, parley_chat_engine, parley_integrations, parley_support_desk;
