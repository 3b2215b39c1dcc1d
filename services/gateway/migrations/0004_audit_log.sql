-- Who has changed what in a workspace, and from where: entries are added by `record_act` alone, and never changed.
create table audit_entries (
  workspace_id uuid not null references workspaces (id),
  -- Made by the clock, so that entries are in its order, and their time is in it.
  id uuid not null default uuidv7(),
  -- `member.role_changed`; what stands before the dot is `target_type`.
  action text not null,
  actor_id uuid not null,
  credential text not null check (credential in ('session', 'browser', 'key')),
  credential_id uuid,
  target_type text not null,
  target_id text,
  -- `[{"field": "role", "before": "member", "after": "admin"}]`; values only where they are neither secret nor a text.
  changes jsonb not null,
  ip text,
  user_agent text,
  request_id text,
  primary key (workspace_id, id)
);
create index audit_entries_by_area on audit_entries (workspace_id, target_type, id);
create index audit_entries_by_action on audit_entries (workspace_id, action, id);
create index audit_entries_by_actor on audit_entries (workspace_id, actor_id, id);
create index audit_entries_by_target on audit_entries (workspace_id, target_id, id);
create index audit_entries_by_age on audit_entries (id);

-- Not even the service that has the table changes an entry, or deletes one within a month.
revoke update, truncate on audit_entries from current_user;
alter table audit_entries enable row level security;
alter table audit_entries force row level security;
create policy entries_are_read on audit_entries for select using (true);
create policy entries_are_added on audit_entries for insert with check (true);
create policy entries_expire on audit_entries for delete
  using (uuid_extract_timestamp(id) < now() - interval '30 days');
