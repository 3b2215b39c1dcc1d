-- Used by the gateway. What a reader at position (p_after_seq, p_after_rev) has missed, read in one snapshot: always
-- exactly one row.
--
--   events    the events to emit, in this order, as they would have been published live (contracts: EventEnvelope):
--             1. every message with seq > p_after_seq, by seq: message.created with the message as it is now, or
--                message.deleted with its tombstone when it is deleted by now;
--             2. once those reach the channel's end: every older message (seq <= p_after_seq) that was changed by a
--                rev > p_after_rev, by rev: message.updated as it is now, or message.deleted.
--             A message changed several times comes once, with its latest rev. `seq` and `rev` of an event are the
--             message's, so in part 1 rev need not ascend.
--   seq, rev  the reader's position after these events, to be passed to the next call. When has_more is false they are
--             the channel's own, read in the same snapshot (0, 0 while it has no message).
--   has_more  whether `p_max` cut the list short. The next page may replay, as message.updated, a message that an
--             earlier page created in the same state: same rev.
--
-- p_after_rev null: the reader knows no rev; what the message at p_after_seq was created with is taken for it.
-- A position beyond the channel's end gives no events and the channel's own seq and rev.
-- It checks no access: join it to channels.access.
create function changes(p_workspace uuid, p_channel uuid, p_after_seq bigint, p_after_rev bigint, p_max int)
returns table (events json, seq bigint, rev bigint, has_more boolean)
language sql stable security definer set search_path = messaging, parley, pg_temp
as $$
  with head as (
    select coalesce(max(h.seq), 0) as seq, coalesce(max(h.rev), 0) as rev from channel_heads h
    where h.workspace_id = p_workspace and h.channel_id = p_channel
  ), start as (
    select coalesce(p_after_rev, (select m.created_rev from messages m
      where m.workspace_id = p_workspace and m.channel_id = p_channel and m.seq = p_after_seq), 0) as rev
  ), created as (
    select m.*, 1 as part, m.seq as position from message_resources m
    where m.workspace_id = p_workspace and m.channel_id = p_channel and m.seq > p_after_seq
    order by m.seq limit greatest(p_max, 1)
  ), reached as (
    select count(position) as events, coalesce(max(position), least(p_after_seq, head.seq)) as seq,
      coalesce(max(position), p_after_seq) >= head.seq as is_end
    from head left join created on true group by head.seq
  ), changed as (
    -- Not joined: as a value it bounds the index, and what changed before is not passed over.
    select m.*, 2 as part, m.rev as position from message_resources m
    where m.workspace_id = p_workspace and m.channel_id = p_channel and m.rev <> m.created_rev
      and m.rev > (select start.rev from start) and m.seq <= p_after_seq
    order by m.rev limit (select case when is_end then greatest(p_max, 1) - events + 1 else 0 end from reached)
  ), missed as (
    select * from created
    union all
    (select * from changed order by position
      limit (select greatest(p_max, 1) - events from reached))
  ), rest as (
    select (select count(*) from changed) > greatest(p_max, 1) - reached.events as is_cut,
      (select max(position) from missed where part = 2) as rev from reached
  )
  select
    coalesce((
      select json_agg(
        message_event(
          case when m.deleted_at is not null then 'message.deleted' when m.part = 1 then 'message.created'
            else 'message.updated' end,
          m.workspace_id, m.channel_id, m.id, m.seq, m.rev,
          case when m.part = 1 and m.deleted_at is null then m.created_at else m.changed_at end, m.resource)
        order by m.part, m.position)
      from missed m), '[]'),
    reached.seq,
    case when not reached.is_end then start.rev when rest.is_cut then coalesce(rest.rev, start.rev) else head.rev end,
    not reached.is_end or rest.is_cut
  from head, start, reached, rest
$$;

grant execute on function changes to parley_gateway;
