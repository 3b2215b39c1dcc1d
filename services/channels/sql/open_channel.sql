-- Gives a new channel its first members, its creator as admin, and tells of it. A private channel's room is still
-- empty, so its members hear of it, and of one another, in their own rooms.
create function open_channel(in_channel uuid, in_users uuid[], in_trace jsonb) returns void
language plpgsql as $$
declare
  opened channels;
  entered members[];
  told text[];
begin
  select * into strict opened from channels where id = in_channel for no key update;
  with arrived as (
    insert into members (workspace_id, channel_id, user_id, role, added_by)
    select opened.workspace_id, opened.id, u, case when u = opened.created_by then 'admin' else 'member' end,
      opened.created_by
    from unnest(in_users) u
    returning *
  ), counted as (
    update channels set member_count = member_count + (select count(*) from arrived) where id = opened.id
  )
  select array_agg(a::members order by a.role, a.user_id) into entered from arrived a;
  select * into strict opened from channels where id = in_channel;
  told := array(select user_room(opened.workspace_id, m.user_id) from unnest(entered) m);
  if not opened.is_private then
    told := array_prepend(workspace_room(opened.workspace_id), told);
  end if;
  perform tell_channel('channel.created', opened, told, in_trace);
  perform tell_added(entered, case when opened.is_private then told else '{}' end, in_trace);
end $$;
