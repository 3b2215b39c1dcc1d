-- Whether agents are available, and when they were last given a conversation by the desk itself.
alter table agents
  add column availability text not null default 'online' check (availability in ('online', 'away', 'busy')),
  add column last_assigned_at timestamptz;

-- Those whose conversations are assigned automatically.
create index desks_with_routing on desks (workspace_id) where settings #>> '{routing,mode}' in ('roundRobin', 'leastBusy');
