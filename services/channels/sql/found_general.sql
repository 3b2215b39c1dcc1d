-- Published. The workspace's `general`, founded with its owner as first member where there is none yet.
create function found_general(in_workspace uuid, in_owner uuid, in_trace jsonb) returns uuid
language plpgsql security definer set search_path = channels, parley, pg_temp as $$
declare
  founded uuid;
begin
  perform lock_people_shared(in_workspace, array[in_owner]);
  insert into channels (workspace_id, name, display_name, description, channel_type, is_general, created_by)
  values (in_workspace, 'general', 'General', 'Main workspace channel', 'text', true, in_owner)
  on conflict do nothing -- by either index: of two founders the second may meet the name before the general
  returning id into founded;
  if founded is null then
    select id into strict founded from channels where workspace_id = in_workspace and is_general;
  else
    perform add_first_members(in_workspace, founded, array[in_owner], in_trace);
  end if;
  return founded;
end $$;

grant execute on function found_general to parley_gateway;
