create function scheduled_json(s scheduled_messages) returns json language sql stable as $$
  select json_build_object('id', s.id, 'workspace_id', s.workspace_id, 'channel_id', s.channel_id,
    'conversation_id', s.channel_id, 'parent_message_id', s.parent_message_id,
    'user_id', s.user_id, 'ai_twin_id', s.ai_twin_id, 'content', s.content, 'content_type', s.content_type,
    'metadata', s.metadata, 'attachments', unsent_attachments(s.workspace_id, s.file_ids, s.user_id),
    'send_at', parley.iso(s.send_at), 'status', s.status, 'failure_reason', s.failure_reason,
    'message_id', s.message_id, 'created_at', parley.iso(s.created_at), 'updated_at', parley.iso(s.updated_at))
$$;
