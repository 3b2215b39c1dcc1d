-- Used by the gateway. What a reader at position (p_after_seq, p_after_rev) has missed of a conversation, in one snapshot;
-- no row where it is gone. It checks no access.
--
--   missed    `[{type, id, seq, rev, at, data}]`: messages, and notes where p_with_notes, by seq; among them the conversation
--             itself as it is now, where that has changed since: behind the last row that is older than its last change
--   seq, rev  the reader's position after these, to be passed to the next call
--   has_more  whether p_max or p_max_bytes has cut the list short: no row comes after those of p_max_bytes, and one at least
--
-- p_after_rev null: the reader knows no rev; that of the row at p_after_seq is taken for it.
-- requires: conversation_resources, message_resources, note_resources
create function conversation_changes(
  p_workspace uuid, p_conversation uuid, p_after_seq bigint, p_after_rev bigint, p_with_notes boolean, p_max int,
  p_max_bytes int
)
returns table (missed json, seq bigint, rev bigint, has_more boolean)
language sql stable security definer set search_path = support_desk, parley, pg_temp as $$
  with head as (
    select c.seq, c.rev, c.changed_rev, c.resource, c.changed_at,
      coalesce(p_after_rev, (
        select m.rev from messages m
        where m.workspace_id = p_workspace and m.conversation_id = p_conversation and m.seq = p_after_seq
        union all
        select n.rev from notes n
        where n.workspace_id = p_workspace and n.conversation_id = p_conversation and n.seq = p_after_seq), 0) as after_rev
    from conversation_resources c where c.workspace_id = p_workspace and c.id = p_conversation
  ), found as (
    (select 'conversation.message' as type, m.id, m.seq, m.rev, m.created_at, m.bytes, m.resource from message_resources m
      where m.workspace_id = p_workspace and m.conversation_id = p_conversation and m.seq > p_after_seq
      order by m.seq limit p_max + 1)
    union all
    (select 'conversation.note', n.id, n.seq, n.rev, n.created_at, n.bytes, n.resource from note_resources n
      where p_with_notes and n.workspace_id = p_workspace and n.conversation_id = p_conversation and n.seq > p_after_seq
      order by n.seq limit p_max + 1)
  ), page as (
    select * from (
      select found.*, row_number() over (order by found.seq) as number,
        sum(found.bytes) over (order by found.seq) - found.bytes as bytes_before
      from found) numbered
    where number <= greatest(p_max, 1) and (number = 1 or bytes_before < p_max_bytes)
  ), reached as (
    select (select count(*) from page) < (select count(*) from found) as is_cut, (select max(page.seq) from page) as seq
  ), listed as (
    select page.seq, page.rev, json_build_object('type', page.type, 'id', page.id, 'seq', page.seq, 'rev', page.rev,
      'at', parley.iso(page.created_at), 'data', page.resource) as event
    from page
    union all
    select place.seq, head.changed_rev, json_build_object('type', 'conversation.updated', 'id', null,
      'seq', place.seq, 'rev', head.changed_rev, 'at', parley.iso(head.changed_at), 'data', head.resource)
    from head
    cross join reached
    cross join lateral (
      select coalesce(max(page.seq), p_after_seq) as seq from page where page.rev < head.changed_rev) place
    where not reached.is_cut and head.changed_rev > head.after_rev
  )
  select coalesce((select json_agg(listed.event order by listed.seq, listed.rev) from listed), '[]'),
    case when reached.is_cut then reached.seq else greatest(head.seq, p_after_seq) end,
    case when reached.is_cut then head.after_rev else greatest(head.rev, head.after_rev) end,
    reached.is_cut
  from head, reached
$$;

grant execute on function conversation_changes to parley_gateway;
