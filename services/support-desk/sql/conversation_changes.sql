-- Used by the gateway. What a reader at position (p_after_seq, p_after_rev) has missed of a conversation, in one snapshot;
-- no row where it is gone. It checks no access. Agents (p_with_notes) count every `rev`; visitors only those of what they
-- see, and are given no other.
--
--   missed    `[{type, id, seq, rev, visitor_rev, at, data}]` by rev: messages, and notes where p_with_notes; among them
--             the conversation itself as it is now, where that has changed since. `visitor_rev` is there for agents alone:
--             what the row's rev is to the visitor, who has none of a note
--   seq, rev  the reader's position after these, to be passed to the next call
--   has_more  whether p_max or p_max_bytes has cut the list short: no row comes after those of p_max_bytes, and one at least
--
-- p_after_rev null: the reader knows no rev; that of the last message up to p_after_seq is taken for it.
-- requires: conversation_resources, message_resources, note_resources
create function conversation_changes(
  p_workspace uuid, p_conversation uuid, p_after_seq bigint, p_after_rev bigint, p_with_notes boolean, p_max int,
  p_max_bytes int
)
returns table (missed json, seq bigint, rev bigint, has_more boolean)
language sql stable security definer set search_path = support_desk, parley, pg_temp as $$
  with head as (
    select c.seq, c.changed_rev, c.visitor_changed_rev, c.changed_at, c.resource,
      case when p_with_notes then c.rev else c.visitor_rev end as rev,
      coalesce(p_after_rev, (
        select case when p_with_notes then m.rev else m.rev - m.hidden_revs end from messages m
        where m.workspace_id = p_workspace and m.conversation_id = p_conversation and m.seq <= p_after_seq
        order by m.seq desc limit 1), 0) as after_rev
    from conversation_resources c where c.workspace_id = p_workspace and c.id = p_conversation
  ), found as (
    (select 'conversation.message' as type, m.id, m.seq, m.rev, m.visitor_rev, m.created_at, m.bytes, m.resource
      from message_resources m
      where m.workspace_id = p_workspace and m.conversation_id = p_conversation and m.seq > p_after_seq
      order by m.seq limit p_max + 1)
    union all
    (select 'conversation.note', n.id, null, n.rev, null, n.created_at, n.bytes, n.resource
      from head join note_resources n on n.workspace_id = p_workspace and n.conversation_id = p_conversation
      where p_with_notes and n.rev > head.after_rev
      order by n.rev limit p_max + 1)
    union all
    select 'conversation.updated', null, null, h.changed_rev, h.visitor_changed_rev, h.changed_at, 0, h.resource
    from head h where case when p_with_notes then h.changed_rev else h.visitor_changed_rev end > h.after_rev
  ), page as (
    select * from (
      select found.*, row_number() over by_rev as number,
        sum(found.bytes) over by_rev - found.bytes as bytes_before,
        -- What is no message stands behind the last one that the reader has by then.
        greatest(max(found.seq) over by_rev, p_after_seq) as place
      from found window by_rev as (order by found.rev)) numbered
    where number <= greatest(p_max, 1) and (number = 1 or bytes_before < p_max_bytes)
  ), listed as (
    select page.place, case when p_with_notes then page.rev else page.visitor_rev end as rev,
      json_build_object('type', page.type, 'id', page.id, 'seq', page.place,
        'rev', case when p_with_notes then page.rev else page.visitor_rev end,
        'visitor_rev', case when p_with_notes then page.visitor_rev end,
        'at', parley.iso(page.created_at), 'data', page.resource) as event
    from page
  ), reached as (
    select (select count(*) from page) < (select count(*) from found) as is_cut, max(listed.place) as seq, max(listed.rev) as rev
    from listed
  )
  select coalesce((select json_agg(listed.event order by listed.rev) from listed), '[]'),
    case when reached.is_cut then reached.seq else greatest(head.seq, p_after_seq) end,
    greatest(case when reached.is_cut then reached.rev else head.rev end, head.after_rev),
    reached.is_cut
  from head, reached
$$;

grant execute on function conversation_changes to parley_gateway;
