-- A message as answers and events show it (contracts: DeskMessage). People are called what they are called now, and what
-- they were called where they have left; an id of either kind comes with its prefix. Attachments are unsigned: whoever shows them signs them.
create view message_resources as
  select m.workspace_id, m.id, m.conversation_id, m.seq, m.rev, m.rev - m.hidden_revs as visitor_rev, m.created_at,
    octet_length(m.content) + 700 * jsonb_array_length(m.attachments) + 500 as bytes,
    json_build_object(
      'id', m.id, 'conversationId', m.conversation_id, 'seq', m.seq, 'senderType', m.sender_type,
      'senderId', case m.sender_type when 'VISITOR' then 'vis_' when 'AGENT' then 'usr_' end || m.sender_id,
      'senderName', coalesce(p.display_name, v.name, m.sender_name), 'content', m.content,
      'messageType', m.message_type, 'attachments', m.attachments, 'seenAt', parley.iso(m.seen_at),
      'createdAt', parley.iso(m.created_at)) as resource
  from messages m
  left join visitors v on m.sender_type = 'VISITOR' and v.workspace_id = m.workspace_id and v.id = m.sender_id
  left join gateway.people p on m.sender_type = 'AGENT' and p.workspace_id = m.workspace_id and p.user_id = m.sender_id;
