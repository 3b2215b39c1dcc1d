-- Exports of a workspace, each a ZIP in the file storage.
create table exports (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  requested_by uuid not null,
  with_files boolean not null,
  status text not null default 'started' check (status in ('started', 'in_progress', 'completed', 'failed')),
  error_code text check (error_code is null or status = 'failed'),
  error_message text check ((error_message is null) = (error_code is null)),
  -- The ZIP, as whoever asked for it is shown it; null until it is stored, and once it is removed.
  archive jsonb,
  -- Which attempt is writing it: an earlier one that still runs changes nothing any more.
  attempt int not null default 0,
  -- Messages that were there when it began, by which progress is measured; and what has been written.
  total_messages bigint not null default 0,
  messages bigint not null default 0,
  channels int not null default 0,
  files int not null default 0,
  channels_left_out int not null default 0,
  files_left_out int not null default 0,
  progress int not null default 0 check (progress between 0 and 100),
  started_at timestamptz not null default now(),
  -- When an attempt last got on with it.
  touched_at timestamptz not null default now(),
  completed_at timestamptz check ((completed_at is not null) = (status in ('completed', 'failed'))),
  primary key (workspace_id, id)
) with (fillfactor = 70);
-- One runs at a time.
create unique index exports_running_of_workspace on exports (workspace_id) where status in ('started', 'in_progress');
create index exports_running on exports (touched_at) where status in ('started', 'in_progress');
create index exports_to_clean on exports (completed_at) where archive is not null and completed_at is not null;
create index exports_of_person on exports (workspace_id, requested_by, id);
