-- The live chat of companies' websites: how their desks are set up, who visits, and what is said.

grant usage on schema support_desk to parley_gateway;

-- How a workspace's desk is set up, made when it is first asked for. What it is called is the gateway's to know.
create table desks (
  workspace_id uuid primary key,
  contact_email text,
  language text not null default 'en' check (language in ('en', 'tr', 'de', 'es')),
  timezone text not null default 'UTC',
  settings jsonb not null default '{}',
  -- What the workspace's sites prove visitors' identities with, sealed; null until it is made.
  identity_secret text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- The websites that visitors come from.
create table sites (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null,
  domain text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, domain)
);

-- What websites' widgets start with: of a key there is its SHA-256 alone.
create table widget_keys (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null,
  key_prefix text not null,
  key_hash bytea not null,
  -- Hosts as `Origin` has them, or `*.` and a host for all beneath it; none for any.
  domains text[] not null,
  status text not null check (status in ('ACTIVE', 'INACTIVE')),
  site_id uuid,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, site_id) references sites (workspace_id, id) on delete set null (site_id)
);
-- A key is found before its workspace is known.
create index widget_keys_by_hash on widget_keys (key_hash);
create index widget_keys_of_site on widget_keys (workspace_id, site_id) where site_id is not null;

-- Who has visited. Whoever adds or removes one, or begins a visit, changes the workspace's counts in the same transaction.
create table visitors (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  site_id uuid,
  -- What they say of themselves, or agents of them.
  name text,
  email text,
  phone text,
  -- Who they are to the site, which has proven it; or who they only say that they are.
  external_id text,
  claimed_external_id text,
  ip text,
  country text,
  city text,
  browser text,
  tags text[] not null default '{}',
  notes text,
  -- The newest first: `[{url, title, at}]`.
  pages jsonb not null default '[]',
  visits int not null default 1,
  -- Of the files that they have sent.
  file_bytes bigint not null default 0,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  -- What searches find them by, folded by `fold` of packages/text: what they are called is the first line.
  search_text text not null default '',
  name_text text not null generated always as (split_part(search_text, E'\n', 1)) stored,
  primary key (workspace_id, id),
  foreign key (workspace_id, site_id) references sites (workspace_id, id) on delete set null (site_id)
);
create unique index visitors_by_external_id on visitors (workspace_id, external_id) where external_id is not null;
create index visitors_by_last_seen on visitors (workspace_id, last_seen_at, id);
create index visitors_of_site on visitors (workspace_id, site_id, last_seen_at, id) where site_id is not null;
create index visitors_by_tag on visitors using gin (workspace_id, tags);
create index visitors_by_text on visitors using gin (workspace_id, search_text gin_trgm_ops);
create index visitors_by_name on visitors using gin (workspace_id, name_text gin_trgm_ops);

-- How many visitors there are, and how many of them with two visits or more: the sum of a workspace's rows. A transaction
-- changes one of few, chosen at random, so that those that begin visits at once seldom wait for one another.
create table visitor_counts (
  workspace_id uuid not null,
  slot smallint not null,
  total int not null default 0,
  returning_total int not null default 0,
  primary key (workspace_id, slot)
);

-- Who has a widget open, for as long as the gateways that have their sockets say so.
create table online_visitors (
  workspace_id uuid not null,
  visitor_id uuid not null,
  online_until timestamptz not null,
  -- Whether it was published that they are online.
  is_published boolean not null default false,
  primary key (workspace_id, visitor_id),
  foreign key (workspace_id, visitor_id) references visitors (workspace_id, id) on delete cascade
);

-- What visitors have rated agents with, added up. Who is an agent is the gateway's to know.
create table agents (
  workspace_id uuid not null,
  user_id uuid not null,
  rating_sum int not null default 0,
  rating_count int not null default 0,
  primary key (workspace_id, user_id)
);

-- What visitors and a workspace's agents say to each other. Whoever adds to one or changes it locks its row first, takes the
-- next numbers, and changes the counts in the same transaction.
create table conversations (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  visitor_id uuid not null,
  -- Where it began.
  site_id uuid,
  status text not null default 'WAITING' check (status in ('WAITING', 'ACTIVE', 'CLOSED')),
  -- Who has it; of a closed one, who had it.
  agent_id uuid,
  team_id uuid,
  -- A label or team that was removed since is shown nowhere.
  label_ids uuid[] not null default '{}',
  priority text check (priority in ('LOW', 'MEDIUM', 'HIGH', 'URGENT')),
  -- At the end of 9999: until its visitor writes.
  snoozed_until timestamptz,
  -- The numbers of its newest row, and of the newest change to anything in it.
  seq bigint not null default 0,
  rev bigint not null default 0,
  -- The change that made the conversation itself what it is.
  changed_rev bigint not null default 0,
  changed_at timestamptz not null default now(),
  -- Incremented by what a person says or decides: what AI began to write before that is not sent.
  epoch int not null default 0,
  -- Whether AI is to say no more, until it is reopened: it has handed over, or a person has taken part.
  is_left_to_people boolean not null default false,
  message_count int not null default 0,
  last_message_seq bigint not null default 0,
  -- How many messages each side has written, how many of them the other has read, and up to which number.
  visitor_messages int not null default 0,
  visitor_messages_read int not null default 0,
  agent_read_seq bigint not null default 0,
  agent_messages int not null default 0,
  agent_messages_read int not null default 0,
  visitor_read_seq bigint not null default 0,
  resolutions int not null default 0,
  -- Of its last resolution.
  rating smallint,
  topics text[] not null default '{}',
  analysis jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  closed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, visitor_id) references visitors (workspace_id, id),
  foreign key (workspace_id, site_id) references sites (workspace_id, id) on delete set null (site_id)
);
create index conversations_by_update on conversations (workspace_id, updated_at, id);
create index conversations_by_status on conversations (workspace_id, status, updated_at, id);
create index conversations_of_agent on conversations (workspace_id, agent_id, status, updated_at, id);
create index conversations_of_team on conversations (workspace_id, team_id, status, updated_at, id)
  where team_id is not null;
create index conversations_by_label on conversations using gin (label_ids) where label_ids <> '{}';
create index conversations_by_priority on conversations (workspace_id, priority, status, updated_at, id)
  where priority is not null;
create index snoozed_conversations on conversations (workspace_id, snoozed_until) where snoozed_until is not null;
create index conversations_to_wake on conversations (snoozed_until) where snoozed_until is not null;
create index conversations_of_site on conversations (workspace_id, site_id, updated_at, id) where site_id is not null;
create index conversations_of_visitor on conversations (workspace_id, visitor_id, id);

-- How many conversations each agent has in each status, and how many unread messages are in them: the sum over the slots,
-- of which a transaction changes one, as of `visitor_counts`. Those that are nobody's are under the nil UUID.
create table conversation_counts (
  workspace_id uuid not null,
  slot smallint not null,
  agent_id uuid not null,
  status text not null,
  total int not null default 0,
  unread int not null default 0,
  primary key (workspace_id, slot, agent_id, status)
);

create table messages (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  seq bigint not null,
  -- The change that added it.
  rev bigint not null,
  sender_type text not null check (sender_type in ('VISITOR', 'AGENT', 'AI', 'SYSTEM')),
  -- A visitor or a person.
  sender_id uuid,
  -- What a person was called when they wrote it, for when they have left.
  sender_name text,
  content text not null,
  message_type text not null check (message_type in ('TEXT', 'FILE', 'SYSTEM')),
  attachments jsonb not null default '[]',
  -- When the other side read it.
  seen_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, conversation_id, seq),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);

-- What agents write to each other, numbered with the messages: in a table that nothing of the visitor's side names.
create table notes (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  seq bigint not null,
  rev bigint not null,
  author_id uuid not null,
  author_name text not null,
  content text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, conversation_id, seq),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);

-- When somebody of a workspace last lost what agents and owners may read: files' URLs that were given to all of them before
-- are void. No column of `desks`, which is locked before what a departure has locked.
create table departures (
  workspace_id uuid primary key,
  departed_at timestamptz not null
);

-- What visitors said of each resolution of a conversation. Scores are also added to the agent's.
create table ratings (
  workspace_id uuid not null,
  conversation_id uuid not null,
  resolution int not null,
  agent_id uuid,
  score smallint not null check (score between 1 and 5),
  comment text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, conversation_id, resolution),
  foreign key (workspace_id, conversation_id) references conversations (workspace_id, id) on delete cascade
);
