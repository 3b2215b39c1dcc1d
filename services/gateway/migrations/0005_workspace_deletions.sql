-- Workspaces that are to be deleted, and what was deleted of those that were: a row outlives its workspace.
create table workspace_deletions (
  workspace_id uuid primary key,
  requested_by uuid not null references users (id) on delete cascade,
  requested_at timestamptz not null default now(),
  -- Until then an owner can restore it.
  deletes_at timestamptz not null,
  -- When it began: from then on nobody gets in.
  started_at timestamptz,
  -- When its jobs were last queued: they are again where Redis has lost them.
  queued_at timestamptz,
  completed_at timestamptz
);
create index workspace_deletions_due on workspace_deletions (deletes_at) where completed_at is null;

-- How many copies were deleted, by the service that had them: rows by their table, objects of the file storage, jobs.
create table purged_copies (
  workspace_id uuid not null references workspace_deletions on delete cascade,
  service text not null,
  kind text not null,
  count bigint not null,
  primary key (workspace_id, service, kind)
);

-- The audit log goes with its workspace, before it: looking for what refers to a workspace would lock entries, which takes
-- the right to change them.
alter table audit_entries drop constraint audit_entries_workspace_id_fkey;
drop policy entries_expire on audit_entries;
create policy entries_expire on audit_entries for delete
  using (
    uuid_extract_timestamp(id) < now() - interval '30 days'
    or exists (
      select from workspace_deletions d
      where d.workspace_id = audit_entries.workspace_id and d.started_at is not null)
  );
