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

-- Who has visited.
create table visitors (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  primary key (workspace_id, id)
);

-- What visitors have rated agents with, added up. Who is an agent is the gateway's to know.
create table agents (
  workspace_id uuid not null,
  user_id uuid not null,
  rating_sum int not null default 0,
  rating_count int not null default 0,
  primary key (workspace_id, user_id)
);
