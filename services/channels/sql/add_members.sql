-- Adds people to a channel that the caller has locked, counts them and publishes who is new; those who were in already
-- stay as they are. Returns who is new.
create function add_members(p_workspace uuid, p_channel uuid, p_users uuid[], p_by uuid, p_trace jsonb)
returns table (user_id uuid, joined_at timestamptz) language plpgsql as $$
#variable_conflict use_column
declare
  added uuid[];
begin
  with inserted as (
    insert into members (workspace_id, channel_id, user_id, added_by, joined_seq)
    select c.workspace_id, c.id, u, p_by, coalesce(counts.seq, 0)
    from channels c cross join (select distinct unnest(p_users) u) given
    left join messaging.channel_counts counts on counts.workspace_id = c.workspace_id and counts.channel_id = c.id
    where c.workspace_id = p_workspace and c.id = p_channel
    on conflict (workspace_id, channel_id, user_id) do nothing
    returning user_id
  ), counted as (
    update channels set member_count = member_count + (select count(*) from inserted)
    where workspace_id = p_workspace and id = p_channel and exists (select from inserted)
  )
  select coalesce(array_agg(i.user_id order by i.user_id), '{}') into added from inserted i;
  perform publish_members_added(p_workspace, p_channel, added, '{}', p_trace);
  return query select m.user_id, m.joined_at from members m
    where m.workspace_id = p_workspace and m.channel_id = p_channel and m.user_id = any(added) order by m.user_id;
end $$;
