-- A message as every answer and event shows it: `resource` (contracts: Message, or Tombstone once it is deleted). Name
-- and avatar are the author's profile, where there is one. Attachments are unsigned: whoever shows them signs them.
-- json, which costs a third less to make than jsonb; one expression, so that it is made of the rows that are shown only.
-- `bytes` is about how long it is as it is shown, known without reading a long text: what `changes` and pages of lists
-- are bounded by. Each attachment is shown with two signed URLs that are not stored.
-- requires: json_bytes
create view message_resources as
  select m.workspace_id, m.id, m.channel_id, m.seq, m.rev, m.created_rev, m.parent_message_id, m.user_id, m.metadata,
    m.reply_count, m.created_at, coalesce(m.deleted_at, greatest(m.updated_at, m.changed_at)) as changed_at, m.deleted_at,
    m.is_imported, m.origin, m.hops,
    500 + case when m.deleted_at is null then octet_length(m.content) + json_bytes(m.metadata) + json_bytes(m.reactions)
      + coalesce(json_bytes(m.attachments) + 700 * jsonb_array_length(m.attachments), 0) else 0 end as bytes,
    case when m.deleted_at is null then json_build_object(
      'id', m.id, 'workspace_id', m.workspace_id, 'channel_id', m.channel_id, 'conversation_id', m.channel_id,
      'seq', m.seq, 'rev', m.rev, 'content', m.content, 'content_type', m.content_type,
      'user_id', m.user_id, 'ai_twin_id', m.ai_twin_id,
      'author_type', case when m.user_id is not null then 'user' when m.ai_twin_id is not null then 'twin'
        else 'bridged' end,
      'platform', m.author_platform,
      'arrival', case when m.is_imported then 'imported' when m.is_late then 'late' else 'live' end,
      'display_name', coalesce(p.display_name, m.author_name), 'avatar_url', coalesce(p.avatar_url, m.author_avatar_url),
      'parent_message_id', m.parent_message_id,
      'parent_user_id', case when m.parent_message_id is not null then (
        select root.user_id from messages root
        where root.workspace_id = m.workspace_id and root.id = m.parent_message_id) end,
      'metadata', m.metadata, 'attachments', m.attachments,
      'reactions', m.reactions, 'reaction_count', m.reaction_count,
      'reply_count', m.reply_count, 'last_reply_at', parley.iso(m.last_reply_at), 'participants', m.participants,
      'created_at', parley.iso(m.created_at), 'updated_at', parley.iso(m.updated_at),
      'edited_at', parley.iso(m.edited_at))
    else json_build_object('id', m.id, 'channel_id', m.channel_id, 'seq', m.seq, 'rev', m.rev,
      'deleted_at', parley.iso(m.deleted_at)) end as resource
  from messages m
  left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id;
