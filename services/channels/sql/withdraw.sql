-- Takes a person out of channels that the caller has locked, counting and telling. Answers what they were there.
create function withdraw(in_workspace uuid, in_user uuid, in_channels uuid[], in_trace jsonb)
returns setof members language plpgsql as $$
declare
  gone members[];
begin
  with removed as (
    delete from members m
    where m.workspace_id = in_workspace and m.user_id = in_user and m.channel_id = any(in_channels)
    returning *
  ), counted as (
    -- Not now(): whatever the room was shown while this waited for the channel comes before it.
    update channels c set member_count = c.member_count - 1, departed_at = clock_timestamp()
    from removed where c.id = removed.channel_id
  )
  select array_agg(r::members order by r.channel_id) into gone from removed r;
  perform tell('member.removed', m.workspace_id, m.channel_id,
    array[channel_room(m.channel_id), user_room(m.workspace_id, m.user_id)],
    jsonb_build_object('user_id', m.user_id, 'channel_id', m.channel_id), in_trace)
  from unnest(gone) m;
  return query select * from unnest(gone);
end $$;
