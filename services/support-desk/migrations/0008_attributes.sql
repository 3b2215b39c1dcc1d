-- What workspaces keep of their visitors beside what every desk knows of them.
create table attributes (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  key text not null,
  label text not null,
  type text not null check (type in ('text', 'number', 'boolean', 'date', 'choice')),
  choices text[] not null default '{}',
  -- Whether visitors may say it of themselves.
  is_visitor_claim boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, key)
);

-- By the attributes' ids: what an attribute was that is removed is shown nowhere, and is not another's of the same key.
alter table visitors add column attributes jsonb not null default '{}';
create index visitors_by_attribute on visitors using gin (workspace_id, attributes jsonb_path_ops);
