-- A conversation as answers and events show it (contracts: Conversation), and what lists go by. `resource` is one
-- expression, so that it is made of the rows that are shown only.
create view conversation_resources as
  select c.workspace_id, c.id, c.visitor_id, c.site_id, c.status, c.agent_id, c.seq, c.rev, c.changed_rev, c.changed_at,
    c.rev - c.hidden_revs as visitor_rev, c.changed_rev - c.changed_hidden_revs as visitor_changed_rev,
    c.updated_at, c.merged_into,
    json_build_object(
      'id', c.id, 'status', c.status, 'mergedInto', c.merged_into, 'siteId', c.site_id,
      'visitor', json_build_object(
        'id', v.id, 'name', v.name, 'email', v.email, 'country', v.country, 'city', v.city,
        'isOnline', exists (select from online_visitors o
          where o.workspace_id = c.workspace_id and o.visitor_id = c.visitor_id and o.online_until > now())),
      'agent', case when c.agent_id is not null then
        json_build_object('id', c.agent_id, 'name', p.display_name, 'avatarUrl', p.avatar_url) end,
      'lastMessage', case when m.id is not null then json_build_object(
        'content', left(m.content, 200), 'messageType', m.message_type, 'senderType', m.sender_type,
        'createdAt', parley.iso(m.created_at)) end,
      'team', case when t.id is not null then json_build_object('id', t.id, 'name', t.name) end,
      'labels', case when c.label_ids = '{}' then '[]' else (
        select coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'color', l.color) order by l.name), '[]')
        from labels l where l.workspace_id = c.workspace_id and l.id = any(c.label_ids)) end,
      'priority', c.priority, 'isSnoozed', c.snoozed_until is not null,
      'snoozedUntil', case when c.snoozed_until < '9999-12-31' then parley.iso(c.snoozed_until) end,
      'openedAt', parley.iso(c.opened_at), 'firstAnsweredAt', parley.iso(c.first_answered_at),
      'waitingSince', parley.iso(c.waiting_since), 'sla', c.sla,
      'unreadCount', c.visitor_messages - c.visitor_messages_read,
      'visitorUnreadCount', c.agent_messages - c.agent_messages_read,
      'agentReadSeq', c.agent_read_seq, 'visitorReadSeq', c.visitor_read_seq,
      'rating', c.rating,
      'ratingComment', case when c.rating is not null then (
        select g.comment from ratings g
        where g.workspace_id = c.workspace_id and g.conversation_id = c.id and g.resolution = c.resolutions) end,
      'topics', c.topics, 'seq', c.seq, 'rev', c.rev, 'visitorRev', c.rev - c.hidden_revs,
      'createdAt', parley.iso(c.created_at), 'updatedAt', parley.iso(c.updated_at),
      'visitorUpdatedAt', parley.iso(coalesce(c.visitor_updated_at, c.updated_at)), 'closedAt', parley.iso(c.closed_at)
    ) as resource
  from conversations c
  join visitors v on v.workspace_id = c.workspace_id and v.id = c.visitor_id
  left join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.seq = c.last_message_seq
  left join teams t on t.workspace_id = c.workspace_id and t.id = c.team_id
  left join gateway.people p on p.workspace_id = c.workspace_id and p.user_id = c.agent_id;
