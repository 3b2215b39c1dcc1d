-- Used by the gateway. Adds a new member, or a guest who becomes a member, to `general` unless they are a guest, and to
-- the channels they were invited to that still admit people.
create function enter_workspace(p_workspace uuid, p_user uuid, p_role text, p_channels uuid[], p_trace jsonb)
returns void language plpgsql security definer set search_path = channels, parley, pg_temp as $$
declare
  entered uuid;
begin
  perform lock_people_shared(p_workspace, array[p_user]);
  for entered in
    select c.id from channels c
    where c.workspace_id = p_workspace
      and ((c.is_general and p_role <> 'guest')
        or (c.id = any(p_channels) and c.channel_type <> 'dm' and not c.is_archived))
    order by c.id for no key update
  loop
    perform add_members(p_workspace, entered, array[p_user], p_user, p_trace);
  end loop;
end $$;

grant execute on function enter_workspace to parley_gateway;
