-- What a twin is told and may use, and what it was before.

drop index twins_handle;

alter table twins
  -- The handle as it is compared: handles are stored folded but for these signs.
  add column handle_key text not null generated always as (translate(lower(handle), '._-', '')) stored,
  -- Every workspace has it: what it is told while `personality` and `system_prompt` are null is in the sources.
  add column is_built_in boolean not null default false,
  -- Who it is, and what it is to do.
  add column personality text,
  add column system_prompt text,
  -- Null for the default.
  add column model text,
  -- The tools that it may use; null for all.
  add column tools text[],
  add column version int not null default 1,
  -- Null of a built-in.
  add column created_by uuid;

create unique index twins_handle on twins (workspace_id, handle_key);

-- What a twin is and was, a row for each change; its handle is no part of it.
create table twin_versions (
  workspace_id uuid not null,
  twin_id uuid not null,
  version int not null,
  name text not null,
  personality text,
  system_prompt text,
  model text,
  tools text[],
  avatar_url text,
  -- Null of the first of a built-in.
  changed_by uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, twin_id, version),
  foreign key (workspace_id, twin_id) references twins (workspace_id, id) on delete cascade
);
