-- Used by the gateway. Returns the workspace's `general`, created with its owner as first member where there is none.
create function create_general(p_workspace uuid, p_owner uuid, p_trace jsonb) returns uuid
language plpgsql security definer set search_path = channels, parley, pg_temp as $$
declare
  general_id uuid;
begin
  perform lock_people_shared(p_workspace, array[p_owner]);
  insert into channels (workspace_id, name, display_name, description, channel_type, is_general, created_by)
  values (p_workspace, 'general', 'General', 'Main workspace channel', 'text', true, p_owner)
  on conflict do nothing -- by either index: of two callers the second may meet the name before the general
  returning id into general_id;
  if general_id is null then
    select id into strict general_id from channels where workspace_id = p_workspace and is_general;
  else
    perform add_first_members(p_workspace, general_id, array[p_owner], p_trace);
  end if;
  return general_id;
end $$;

grant execute on function create_general to parley_gateway;
