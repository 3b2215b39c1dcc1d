-- Published. A newcomer, or a guest who becomes a member, joins `general` unless a guest, and the channels they were
-- invited to as far as those still take people.
create function enter_workspace(in_workspace uuid, in_user uuid, in_role text, in_channels uuid[], in_trace jsonb)
returns void language plpgsql security definer set search_path = channels, parley, pg_temp as $$
declare
  entered uuid;
begin
  perform lock_people_shared(in_workspace, array[in_user]);
  for entered in
    select c.id from channels c
    where c.workspace_id = in_workspace
      and ((c.is_general and in_role <> 'guest')
        or (c.id = any(in_channels) and c.channel_type <> 'dm' and not c.is_archived))
    order by c.id for no key update
  loop
    perform add_members(in_workspace, entered, array[in_user], in_user, in_trace);
  end loop;
end $$;

grant execute on function enter_workspace to parley_gateway;
