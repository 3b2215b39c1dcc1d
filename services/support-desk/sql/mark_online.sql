-- Used by the gateways, for the visitors whose sockets they have: each is online for some seconds more. Whoever is gone is
-- passed over.
create function mark_online(p_workspace uuid, p_visitors uuid[], p_seconds int) returns void
language sql security definer set search_path = support_desk, parley, pg_temp as $$
  insert into online_visitors (workspace_id, visitor_id, online_until)
  select v.workspace_id, v.id, now() + make_interval(secs => p_seconds) from visitors v
  where v.workspace_id = p_workspace and v.id = any(p_visitors)
  order by v.id
  on conflict (workspace_id, visitor_id) do update
  set online_until = greatest(online_visitors.online_until, excluded.online_until)
$$;

grant execute on function mark_online to parley_gateway;
