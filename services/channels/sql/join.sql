-- Used by messaging. Makes someone who may read a public channel its member; returns whether they are one now.
create function "join"(p_workspace uuid, p_channel uuid, p_user uuid, p_trace jsonb) returns boolean
language plpgsql security definer set search_path = channels, parley, pg_temp as $$
declare
  locked record;
begin
  -- Most who post are members already: they need no lock.
  if exists (select from members m
    where m.workspace_id = p_workspace and m.channel_id = p_channel and m.user_id = p_user) then
    return true;
  end if;
  select * into locked from lock_channel(p_workspace, p_channel, p_user, p_user);
  if locked.channel_id is null then
    return false;
  elsif locked.target_channel_role is not null then
    return true;
  elsif locked.is_archived then
    return false;
  end if;
  perform add_members(p_workspace, p_channel, array[p_user], p_user, p_trace);
  return true;
end $$;

grant execute on function "join" to parley_messaging;
