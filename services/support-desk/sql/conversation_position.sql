-- Used by the gateway. Where a conversation stood at a time, as far as is known: no later, and earlier where it was changed
-- again since. Rows that a merge has moved there later are older than that. No row where it is gone.
create function conversation_position(p_workspace uuid, p_conversation uuid, p_at timestamptz)
returns table (visitor_id uuid, seq bigint, rev bigint)
language sql stable security definer set search_path = support_desk, parley, pg_temp as $$
  select c.visitor_id, coalesce(newest.seq, 0),
    greatest(newest.rev, case when c.changed_at < p_at then c.changed_rev else 0 end)
  from conversations c
  left join lateral (
    select written.seq, written.rev from (
      (select m.seq, m.rev from messages m
        where m.workspace_id = p_workspace and m.conversation_id = c.id and m.created_at < p_at
          and (c.moved_at is null or c.moved_at < p_at or m.seq <= c.moved_after_seq)
        order by m.seq desc limit 1)
      union all
      (select n.seq, n.rev from notes n
        where n.workspace_id = p_workspace and n.conversation_id = c.id and n.created_at < p_at
          and (c.moved_at is null or c.moved_at < p_at or n.seq <= c.moved_after_seq)
        order by n.seq desc limit 1)) written
    order by written.seq desc limit 1) newest on true
  where c.workspace_id = p_workspace and c.id = p_conversation
$$;

grant execute on function conversation_position to parley_gateway;
