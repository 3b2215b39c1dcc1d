-- Who there is, what they belong to, and what they sign in with. Secrets are kept as hashes alone.

grant usage on schema gateway to parley_channels, parley_messaging,
  parley_chat_engine, parley_integrations, parley_support_desk;

create table users (
  id uuid primary key default uuidv7(),
  -- In the normal form that the contracts give it (`Email`), so that a mailbox has one account.
  email text not null,
  -- When a mailed link first proved that the address is theirs.
  email_verified_at timestamptz,
  name text not null,
  avatar_url text,
  password_hash text not null,
  -- What mentions them, folded (kit: `foldHandle`); each membership has a copy.
  handles text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_email on users (email);

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
  -- Of someone who was an agent: since when they are none.
  agent_ended_at timestamptz check (not (agent and agent_ended_at is not null)),
  joined_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create index members_of_user on members (user_id);
create index members_by_age on members (workspace_id, joined_at, user_id);
create index members_agents on members (workspace_id, user_id) where agent or agent_ended_at is not null;

-- By which handles a workspace's people are mentioned.
create table member_handles (
  workspace_id uuid not null,
  user_id uuid not null,
  handle text not null,
  primary key (workspace_id, user_id, handle),
  foreign key (workspace_id, user_id) references members (workspace_id, user_id) on delete cascade
);
create index member_handles_by_handle on member_handles (workspace_id, handle, user_id);

-- Sign-ins of pages of our own origin: what their cookie stands for. All that it does is buy short-lived tokens, each of
-- which is a session.
create table browser_sessions (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users (id) on delete cascade,
  token_hash bytea not null,
  ip text not null,
  user_agent text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  -- Moved by every use, up to `ends_at`.
  expires_at timestamptz not null,
  ends_at timestamptz not null
);
create unique index browser_sessions_token on browser_sessions (token_hash);
create index browser_sessions_of_user on browser_sessions (user_id);

-- What people have chosen: in every workspace, and in one. What is not there has its default.
create table user_preferences (
  user_id uuid primary key references users (id) on delete cascade,
  preferences jsonb not null
);
create table sidebars (
  workspace_id uuid not null,
  user_id uuid not null,
  preferences jsonb not null,
  primary key (workspace_id, user_id),
  foreign key (workspace_id, user_id) references members (workspace_id, user_id) on delete cascade
);

-- The picture that a person has uploaded last, small enough to be here: WebP of 256 pixels.
create table avatars (
  user_id uuid primary key references users (id) on delete cascade,
  -- Another one with every upload, so that a URL always means the same picture.
  id uuid not null,
  content bytea not null
);
create unique index avatars_id on avatars (id);

-- Pictures at URLs of other servers, as they are shown: WebP of 256 pixels; null where one cannot be had. Swept.
create table foreign_avatars (
  -- SHA-256 of the URL.
  url_digest bytea primary key,
  content bytea,
  expires_at timestamptz not null
);
create index foreign_avatars_by_expiry on foreign_avatars (expires_at);

-- Browsers that a person is notified in by Web Push. In clear: whoever has them can send nothing to them without
-- VAPID_PRIVATE_KEY, which is in the environment alone.
create table push_subscriptions (
  id uuid primary key default uuidv7(),
  user_id uuid not null references users (id) on delete cascade,
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  user_agent text,
  created_at timestamptz not null default now(),
  -- When the browser last sent it.
  updated_at timestamptz not null
);
create unique index push_subscriptions_endpoint on push_subscriptions (endpoint);
create index push_subscriptions_of_user on push_subscriptions (user_id, updated_at);

-- What a token stands for. A session or key goes with its membership; someone in no workspace has sessions without one.
create table sessions (
  id uuid primary key default uuidv7(),
  workspace_id uuid,
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz not null default now(),
  revoked_at timestamptz,
  -- From where it was opened; null where a browser session says so.
  ip text,
  user_agent text,
  -- The browser session that bought it: one session for each workspace, which every token for it extends.
  browser_session_id uuid references browser_sessions (id) on delete cascade,
  foreign key (workspace_id, user_id) references members (workspace_id, user_id) on delete cascade
);
create index sessions_of_member on sessions (user_id, workspace_id);
create index sessions_of_browser on sessions (browser_session_id) where browser_session_id is not null;

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
  id uuid not null default uuidv7(),
  email text not null,
  -- What the account that accepting makes is called, unless another name is given then.
  name text,
  token_hash bytea not null,
  role text not null check (role in ('owner', 'admin', 'member', 'guest')),
  agent boolean not null,
  invited_by uuid references users (id) on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, email)
);
create index invitations_token on invitations (token_hash);
create index invitations_of_address on invitations (email);
create index invitations_of_agents on invitations (workspace_id, id) where agent;

-- Whoever invites clears away what has expired.
create index invitations_by_expiry on invitations (workspace_id, expires_at);

-- Into which channels an invitation leads, and who wants it to.
create table channel_invitations (
  workspace_id uuid not null,
  email text not null,
  channel_id uuid not null,
  invited_by uuid not null references users (id) on delete cascade,
  invited_at timestamptz not null default now(),
  -- When the address was last mailed about this channel.
  mailed_at timestamptz,
  primary key (workspace_id, email, channel_id),
  foreign key (workspace_id, email) references invitations (workspace_id, email) on delete cascade
);
create index channel_invitations_by_sender on channel_invitations (workspace_id, invited_by, invited_at);
create index channel_invitations_of_user on channel_invitations (invited_by);

-- The mails with invitations of the last hour, for the workspace and for the person they are from, so that an address
-- gets few of them whatever becomes of the invitations.
create table invitation_mails (
  email text not null,
  counted_for uuid not null,
  mailed_at timestamptz not null,
  primary key (email, counted_for, mailed_at)
);
create index invitation_mails_by_time on invitation_mails (mailed_at);

-- One open reset a person: asking again replaces its token.
create table password_resets (
  user_id uuid primary key references users (id) on delete cascade,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index password_resets_token on password_resets (token_hash);

-- Addresses for which a reset was asked for and no mail was made yet, whether they have an account or not.
create table reset_requests (
  email text primary key,
  requested_at timestamptz not null default now()
);

-- One open verification a person: asking again replaces its token.
create table email_verifications (
  user_id uuid primary key references users (id) on delete cascade,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index email_verifications_token on email_verifications (token_hash);

-- The mails of the last hour with links to reset a password or to prove an address, so that an account gets few of them,
-- whoever asks.
create table account_mails (
  user_id uuid not null references users (id) on delete cascade,
  kind text not null check (kind in ('reset', 'verification')),
  mailed_at timestamptz not null,
  primary key (user_id, kind, mailed_at)
);

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
