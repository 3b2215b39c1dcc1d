-- Adds people to a channel that the caller has locked, counting and telling; those who were in already stay as they
-- are. Answers who is new.
create function enrol(in_channel uuid, in_users uuid[], in_by uuid, in_trace jsonb)
returns setof members language plpgsql as $$
declare
  entered members[];
begin
  with arrived as (
    insert into members (workspace_id, channel_id, user_id, added_by, joined_seq)
    select c.workspace_id, c.id, u, in_by, coalesce(counts.seq, 0)
    from channels c cross join (select distinct unnest(in_users) u) given
    left join messaging.channel_counts counts on counts.channel_id = c.id
    where c.id = in_channel
    on conflict (workspace_id, channel_id, user_id) do nothing
    returning *
  ), counted as (
    update channels set member_count = member_count + (select count(*) from arrived)
    where id = in_channel and exists (select from arrived)
  )
  select array_agg(a::members order by a.user_id) into entered from arrived a;
  perform tell_added(entered, '{}', in_trace);
  return query select * from unnest(entered);
end $$;
