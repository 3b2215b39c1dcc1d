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
--   has_more  whether `p_max` or `p_max_bytes` cut the list short. The next page may replay, as message.updated, a message that an
--             earlier page created in the same state: same rev.
--
-- No event is made after those of `p_max_bytes`, about as many as their JSON has; there always is one.
--
-- p_after_rev null: the reader knows no rev; what the message at p_after_seq was created with is taken for it.
-- A position beyond the channel's end gives no events and the channel's own seq and rev.
-- It checks no access: join it to channels.access.
create function changes(
  p_workspace uuid, p_channel uuid, p_after_seq bigint, p_after_rev bigint, p_max int, p_max_bytes int default 1048576
)
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
    select * from (
      select m.channel_id, m.id, m.seq, m.rev, m.created_at, m.changed_at, m.deleted_at, m.seq as position, m.bytes,
        case when sum(m.bytes) over (order by m.seq rows unbounded preceding) - m.bytes < p_max_bytes
          then m.resource end as resource
      from message_resources m
      where m.workspace_id = p_workspace and m.channel_id = p_channel and m.seq > p_after_seq
      order by m.seq limit greatest(p_max, 1)
    ) m where m.resource is not null
  ), reached as (
    select count(position) as events, coalesce(sum(bytes), 0) as bytes,
      coalesce(max(position), least(p_after_seq, head.seq)) as seq,
      coalesce(max(position), p_after_seq) >= head.seq as is_end
    from head left join created on true group by head.seq
  ), changed as (
    -- Not joined: as a value it bounds the index, and what changed before is not passed over.
    select m.channel_id, m.id, m.seq, m.rev, m.created_at, m.changed_at, m.deleted_at, m.rev as position, m.bytes,
      case when sum(m.bytes) over (order by m.rev rows unbounded preceding) - m.bytes
          + (select reached.bytes from reached) < p_max_bytes
        then m.resource end as resource
    from message_resources m
    where m.workspace_id = p_workspace and m.channel_id = p_channel and m.rev <> m.created_rev
      and m.rev > (select start.rev from start) and m.seq <= p_after_seq
    order by m.rev limit (select case when is_end then greatest(p_max, 1) - events + 1 else 0 end from reached)
  ), missed as (
    select 1 as part, created.* from created
    union all
    (select 2, changed.* from changed where resource is not null order by position
      limit (select greatest(p_max, 1) - events from reached))
  ), rest as (
    select (select count(*) from changed) > (select count(*) from missed where part = 2) as is_cut,
      (select max(position) from missed where part = 2) as rev from reached
  )
  select
    coalesce((
      select json_agg(
        message_event(
          case when m.deleted_at is not null then 'message.deleted' when m.part = 1 then 'message.created'
            else 'message.updated' end,
          p_workspace, m.channel_id, m.id, m.seq, m.rev,
          case when m.part = 1 and m.deleted_at is null then m.created_at else m.changed_at end, m.resource)
        order by m.part, m.position)
      from missed m), '[]'),
    reached.seq,
    case when not reached.is_end then start.rev when rest.is_cut then coalesce(rest.rev, start.rev) else head.rev end,
    not reached.is_end or rest.is_cut
  from head, start, reached, rest
$$;

grant execute on function changes to parley_gateway;
