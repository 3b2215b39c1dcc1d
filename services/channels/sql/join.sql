-- Published. Makes someone who may read a public channel its member; returns whether they are one now.
create function "join"(in_workspace uuid, in_channel uuid, in_user uuid, in_trace jsonb) returns boolean
language plpgsql security definer set search_path = channels, parley, pg_temp as $$
declare
  locked record;
begin
  -- Most who post are members already: they need no lock.
  if exists (select from members m
    where m.workspace_id = in_workspace and m.channel_id = in_channel and m.user_id = in_user) then
    return true;
  end if;
  select * into locked from lock_channel(in_workspace, in_channel, in_user, in_user);
  if locked.channel_id is null then
    return false;
  elsif locked.target_channel_role is not null then
    return true;
  elsif locked.is_archived then
    return false;
  end if;
  perform add_members(in_workspace, in_channel, array[in_user], in_user, in_trace);
  return true;
end $$;

grant execute on function "join" to parley_messaging;
