-- A note as answers and events show it (contracts: Note).
create view note_resources as
  select n.workspace_id, n.id, n.conversation_id, n.seq, n.rev, n.created_at, octet_length(n.content) + 300 as bytes,
    json_build_object(
      'id', n.id, 'conversationId', n.conversation_id, 'seq', n.seq, 'rev', n.rev, 'authorId', n.author_id,
      'authorName', coalesce(p.display_name, n.author_name), 'content', n.content,
      'createdAt', parley.iso(n.created_at)) as resource
  from notes n
  left join gateway.people p on p.workspace_id = n.workspace_id and p.user_id = n.author_id;
