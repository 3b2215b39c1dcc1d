-- Used by the gateway, and by integrations for what it sends to platforms. What a reader at position (p_after_seq, p_after_rev) has missed, read in one snapshot: always
-- exactly one row.
--
--   events    the events to emit, in this order, as they would have been published live (contracts: EventEnvelope):
--             1. every message with seq > p_after_seq, by seq: message.created with the message as it is now, or
--                message.deleted with its tombstone when it is deleted by now. Imported ones are passed over;
--             2. once those reach the channel's end: every older message (seq <= p_after_seq), and every imported one, that
--                was changed by a rev > p_after_rev, by rev: message.updated as it is now, or message.deleted.
--             A new message has its `origin` and `hops`; of later changes nothing is kept of where they came from.
--             A message changed several times comes once, with its latest rev. `seq` and `rev` of an event are the
--             message's, so in part 1 rev need not ascend.
--   seq, rev  the reader's position after these events, to be passed to the next call. When has_more is false they are
--             the channel's own, read in the same snapshot (0, 0 while it has no message).
--   has_more  whether `p_max` or `p_max_bytes` cut the list short. The next page may replay, as message.updated, a message that an
--             earlier page created in the same state: same rev.
--   changed   the seqs of those in part 1 that were changed since they were created
--   reset     true, with no events and the channel's own position, where p_resets and something was imported, or deleted
--             for its age, after the reader's: they read the history again.
--
-- No event is made after those of `p_max_bytes`, about as many as their JSON has; there always is one.
--
-- p_after_rev null: the reader knows no rev; what the message at p_after_seq was created with is taken for it.
-- A position beyond the channel's end gives no events and the channel's own seq and rev.
-- It checks no access: join it to channels.access.
create function changes(
  p_workspace uuid, p_channel uuid, p_after_seq bigint, p_after_rev bigint, p_max int, p_max_bytes int default 1048576,
  p_resets boolean default false
)
returns table (events json, seq bigint, rev bigint, has_more boolean, changed bigint[], reset boolean)
language sql stable security definer set search_path = messaging, parley, pg_temp
as $$
  with head as (
    select coalesce(max(h.seq), 0) as seq, coalesce(max(h.rev), 0) as rev,
      coalesce(max(h.imported_rev), 0) as imported_rev
    from channel_heads h
    where h.workspace_id = p_workspace and h.channel_id = p_channel
  ), start as (
    select position.rev, p_resets and position.rev < head.imported_rev as is_reset
    from head, (select coalesce(p_after_rev, (select m.created_rev from messages m
      where m.workspace_id = p_workspace and m.channel_id = p_channel and m.seq = p_after_seq), 0) as rev) position
  ), page as (
    select case when is_reset then 0 else greatest(p_max, 1) end as size from start
  ), found as (
    select m.channel_id, m.id, m.seq, m.rev, m.created_rev, m.created_at, m.changed_at, m.deleted_at, m.seq as position, m.bytes,
      case when sum(m.bytes) over (order by m.seq rows unbounded preceding) - m.bytes < p_max_bytes
        then m.resource end as resource, m.origin, m.hops
    from message_resources m
    where m.workspace_id = p_workspace and m.channel_id = p_channel and m.seq > p_after_seq and not m.is_imported
    order by m.seq limit (select size from page)
  ), created as (
    select * from found where resource is not null
  ), reached as (
    select events, bytes, is_end, case when is_end then head.seq else last end as seq
    from head, (
      select count(created.position) as events, coalesce(sum(created.bytes), 0) as bytes, max(created.position) as last,
        -- A page that is not full has found all, but for imported ones, which are passed over.
        count(*) < (select greatest(p_max, 1)) and count(created.position) = count(found.position)
          or max(created.position) >= (select head.seq from head) as is_end
      from found left join created using (position)) part
  ), older as (
    -- Not joined: as a value it bounds the index, and what changed before is not passed over.
    select m.channel_id, m.id, m.seq, m.rev, m.created_rev, m.created_at, m.changed_at, m.deleted_at, m.rev as position, m.bytes,
      case when sum(m.bytes) over (order by m.rev rows unbounded preceding) - m.bytes
          + (select reached.bytes from reached) < p_max_bytes
        then m.resource end as resource, m.origin, m.hops
    from message_resources m
    where m.workspace_id = p_workspace and m.channel_id = p_channel and m.rev <> m.created_rev
      and m.rev > (select start.rev from start) and (m.seq <= p_after_seq or m.is_imported)
    order by m.rev limit (select case when is_end and size > 0 then size - events + 1 else 0 end from reached, page)
  ), missed as (
    select 1 as part, created.* from created
    union all
    (select 2, older.* from older where resource is not null order by position
      limit (select greatest(p_max, 1) - events from reached))
  ), rest as (
    select (select count(*) from older) > (select count(*) from missed where part = 2) as is_cut,
      (select max(position) from missed where part = 2) as rev from reached
  )
  select
    coalesce((
      select json_agg(
        case when m.part = 1 and m.deleted_at is null and m.origin is not null
          then with_origin(e.event, m.origin, m.hops) else e.event end
        order by m.part, m.position)
      from missed m, lateral (select message_event(
          case when m.deleted_at is not null then 'message.deleted' when m.part = 1 then 'message.created'
            else 'message.updated' end,
          p_workspace, m.channel_id, m.id, m.seq, m.rev,
          case when m.part = 1 and m.deleted_at is null then m.created_at else m.changed_at end, m.resource) as event
        offset 0) e), '[]'),
    reached.seq,
    case when not reached.is_end then start.rev when rest.is_cut then coalesce(rest.rev, start.rev) else head.rev end,
    not reached.is_end or rest.is_cut,
    array(select m.seq from missed m where m.part = 1 and m.rev <> m.created_rev),
    start.is_reset
  from head, start, reached, rest
$$;

grant execute on function changes to parley_gateway, parley_integrations;
