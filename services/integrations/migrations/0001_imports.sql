-- Imports of workspaces from elsewhere. What an archive has is read in parts, each by a job of its own; what is kept of them
-- is how far each has come.

create table imports (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('slack', 'mattermost', 'parley')),
  requested_by uuid not null,
  status text not null default 'started' check (status in ('started', 'in_progress', 'completed', 'failed')),
  error_code text check (error_code is null or status = 'failed'),
  error_message text check ((error_message is null) = (error_code is null)),
  -- The archive, as its uploader is shown it; null once it is removed.
  archive jsonb,
  -- Of all parts, by which progress is measured.
  total_bytes bigint not null default 0,
  done_bytes bigint not null default 0,
  progress int not null default 0 check (progress between 0 and 100),
  entries bigint not null default 0,
  imported bigint not null default 0,
  already_here bigint not null default 0,
  left_out bigint not null default 0,
  channels int not null default 0,
  channels_done int not null default 0,
  channels_failed int not null default 0,
  -- What its comparison has found; null until then.
  days int,
  equal_days int,
  source_messages bigint,
  stored_messages bigint,
  -- Whether the days that differ have been imported again.
  is_repaired boolean not null default false,
  started_at timestamptz not null default now(),
  -- When its parts began to be read: what its pace is measured from.
  running_since timestamptz,
  -- When a job last got on with it.
  touched_at timestamptz not null default now(),
  completed_at timestamptz check ((completed_at is not null) = (status in ('completed', 'failed'))),
  primary key (workspace_id, id)
) with (fillfactor = 70);
create index imports_running on imports (touched_at) where status in ('started', 'in_progress');
create index imports_to_clean on imports (completed_at) where archive is not null and completed_at is not null;

create table import_parts (
  workspace_id uuid not null,
  import_id uuid not null,
  number int not null,
  name text not null,
  bytes bigint not null,
  done_bytes bigint not null default 0,
  -- Where reading goes on: a place in an archive (SourcePosition).
  position jsonb not null default '{"file": 0, "entry": 0}',
  status text not null default 'pending' check (status in ('pending', 'done', 'failed')),
  -- Why it failed, for people.
  error text check (error is null or status = 'failed'),
  -- Whether it is read again for the days that differ, and for nothing else.
  is_repair boolean not null default false,
  primary key (workspace_id, import_id, number),
  foreign key (workspace_id, import_id) references imports on delete cascade
) with (fillfactor = 70);

create table import_channels (
  workspace_id uuid not null,
  import_id uuid not null,
  number int not null,
  part int not null,
  -- What it is called by the archive’s messages, and by people.
  source_key text not null,
  name text not null,
  display_name text,
  description text,
  topic text,
  is_private boolean not null,
  is_archived boolean not null,
  is_general boolean not null,
  -- Its channel here, made when it is first needed.
  channel_id uuid,
  status text not null default 'pending' check (status in ('pending', 'done', 'failed')),
  entries bigint not null default 0,
  imported bigint not null default 0,
  already_here bigint not null default 0,
  left_out bigint not null default 0,
  primary key (workspace_id, import_id, number),
  unique (workspace_id, import_id, source_key),
  foreign key (workspace_id, import_id) references imports on delete cascade
) with (fillfactor = 70);
create index import_channels_of_part on import_channels (workspace_id, import_id, part);

-- What each channel of a source has become here, whichever import made it.
create table source_channels (
  workspace_id uuid not null,
  platform text not null,
  source_key text not null,
  channel_id uuid not null,
  primary key (workspace_id, platform, source_key)
);

-- A day of a channel: what the archive has of it, and what is stored. Sums of digests, in which order does not matter.
create table import_days (
  workspace_id uuid not null,
  import_id uuid not null,
  channel int not null,
  day date not null,
  source_messages bigint not null,
  source_digest numeric not null,
  stored_messages bigint,
  stored_digest numeric,
  is_equal boolean not null generated always as (
    coalesce(source_messages = stored_messages and source_digest = stored_digest, false)) stored,
  primary key (workspace_id, import_id, channel, day),
  foreign key (workspace_id, import_id, channel) references import_channels on delete cascade
) with (fillfactor = 70);
create index import_days_with_gaps on import_days (workspace_id, import_id, channel, day) where not is_equal;

-- What was not imported, or not as it was; `channel` is -1 for what is of none.
create table import_problems (
  workspace_id uuid not null,
  import_id uuid not null,
  channel int not null,
  code text not null,
  count bigint not null,
  examples text[] not null,
  primary key (workspace_id, import_id, channel, code),
  foreign key (workspace_id, import_id) references imports on delete cascade
) with (fillfactor = 70);
