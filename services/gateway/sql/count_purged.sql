-- Used by every service, through `workPurge` of packages/kit. Adds to what was deleted of a workspace, in the transaction
-- that deletes it.
create function count_purged(p_workspace uuid, p_service text, p_kind text, p_count bigint) returns void
language sql security definer set search_path = gateway, pg_temp as $$
  insert into purged_copies as c (workspace_id, service, kind, count)
  values (p_workspace, p_service, p_kind, p_count)
  on conflict (workspace_id, service, kind) do update set count = c.count + excluded.count
$$;

grant execute on function count_purged
  to parley_channels, parley_messaging, parley_chat_engine, parley_integrations, parley_support_desk;
