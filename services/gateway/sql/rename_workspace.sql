-- Used by the support desk, and by the gateway itself. Changes what p_change names of a workspace, its `name` and its
-- `company_name` (null removes it), and publishes it to all its people but guests.
create function rename_workspace(p_workspace uuid, p_change jsonb, p_trace jsonb) returns void
language plpgsql security definer set search_path = gateway, parley, pg_temp as $$
declare
  event_id constant uuid := uuidv7();
  renamed jsonb;
begin
  update workspaces w
  set name = coalesce(p_change->>'name', w.name),
    company_name = case when p_change ? 'company_name' then p_change->>'company_name' else w.company_name end,
    updated_at = now()
  where w.id = p_workspace
  returning jsonb_build_object('id', w.id, 'name', w.name, 'company_name', w.company_name,
    'created_at', parley.iso(w.created_at), 'updated_at', parley.iso(w.updated_at), 'deletes_at', (
      select parley.iso(d.deletes_at) from workspace_deletions d where d.workspace_id = p_workspace)) into strict renamed;
  insert into outbox (id, kind, name, rooms, payload, trace)
  values (event_id, 'event', 'workspace.updated', array['workspace:' || p_workspace],
    jsonb_build_object('id', event_id, 'type', 'workspace.updated', 'workspace_id', p_workspace, 'seq', null,
      'rev', null, 'at', parley.iso(now()), 'data', renamed), p_trace);
end $$;

grant execute on function rename_workspace to parley_support_desk;
