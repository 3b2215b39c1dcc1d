create function draft_json(d drafts) returns json language sql stable as $$
  select json_build_object('workspace_id', d.workspace_id, 'channel_id', d.channel_id,
    'parent_message_id', d.parent_message_id, 'content', d.content,
    'attachments', unsent_attachments(d.workspace_id, d.file_ids, d.user_id), 'updated_at', parley.iso(d.updated_at))
$$;
