-- The live chat of companies' websites: how their desks are set up, who visits, and what is said.

grant usage on schema support_desk to parley_gateway;

-- How a workspace's desk is set up, made when it is first asked for. What it is called is the gateway's to know.
create table desks (
  workspace_id uuid primary key,
  contact_email text,
  language text not null default 'en' check (language in ('en', 'tr', 'de', 'es')),
  timezone text not null default 'UTC',
  settings jsonb not null default '{}',
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
  -- Who they are to the site, which has proven it.
  external_id text,
  ip text,
  country text,
  city text,
  browser text,
  tags text[] not null default '{}',
  notes text,
  -- The newest first: `[{url, title, at}]`.
  pages jsonb not null default '[]',
  visits int not null default 1,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  -- What searches find them by, folded by `fold` of packages/text.
  search_text text not null default '',
  primary key (workspace_id, id),
  foreign key (workspace_id, site_id) references sites (workspace_id, id) on delete set null (site_id)
);
create index visitors_by_last_seen on visitors (workspace_id, last_seen_at, id);
create index visitors_of_site on visitors (workspace_id, site_id, last_seen_at, id) where site_id is not null;
create index visitors_by_tag on visitors using gin (workspace_id, tags);
create index visitors_by_text on visitors using gin (workspace_id, search_text gin_trgm_ops);

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
