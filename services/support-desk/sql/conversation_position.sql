-- Used by the gateway. Where a conversation stood at a time, as far as is known: no later, and earlier where it was changed
-- again since. Rows and changes have the time at which their transaction began, and may be numbered in another order: the
-- first row since then is in nobody's position, nor is what is numbered after it. Rows that a merge has moved there later are
-- older than that. Of more than 200 rows since, the newest are taken. No row where the conversation is gone.
create function conversation_position(p_workspace uuid, p_conversation uuid, p_at timestamptz)
returns table (visitor_id uuid, seq bigint, rev bigint)
language sql stable security definer set search_path = support_desk, parley, pg_temp as $$
  with numbered as (
    (select m.seq, m.rev, m.created_at, true as is_message from messages m
      where m.workspace_id = p_workspace and m.conversation_id = p_conversation
      order by m.seq desc limit 200)
    union all
    (select n.seq, n.rev, n.created_at, false from notes n
      where n.workspace_id = p_workspace and n.conversation_id = p_conversation
      order by n.rev desc limit 200)
  )
  select c.visitor_id, coalesce(since.message_seq - 1, c.seq),
    least(
      greatest(
        coalesce((select max(r.rev) from numbered r where since.rev is null or r.rev < since.rev), 0),
        case when c.changed_at < p_at then c.changed_rev else 0 end),
      since.rev - 1)
  from conversations c
  cross join lateral (
    select min(r.rev) as rev, min(r.seq) filter (where r.is_message) as message_seq
    from numbered r
    where r.rev >= (
      select min(first.rev) from numbered first
      where first.created_at >= p_at or (first.is_message and c.moved_at >= p_at and first.seq > c.moved_after_seq))
  ) since
  where c.workspace_id = p_workspace and c.id = p_conversation
$$;

grant execute on function conversation_position to parley_gateway;
