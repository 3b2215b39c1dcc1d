-- Used by the gateway, in the transaction that creates a workspace: the twins that every workspace has. Creates those that
-- are missing.
create function create_built_in_twins(p_workspace uuid) returns void
language sql security definer set search_path = chat_engine, parley, pg_temp as $$
  with created as (
    insert into twins (workspace_id, handle, name, is_built_in)
    select p_workspace, t.handle, t.name, true
    from (values ('lvng', 'LVNG'), ('steve-jobs', 'Steve Jobs'), ('paul-graham', 'Paul Graham')) t (handle, name)
    on conflict do nothing
    returning id, name)
  insert into twin_versions (workspace_id, twin_id, version, name)
  select p_workspace, c.id, 1, c.name from created c
$$;

grant execute on function create_built_in_twins to parley_gateway;
