-- The channel as an event shows it. The parent is given, since not everybody may see it.
create function channel_json(c channels, in_parent uuid, in_message_count bigint) returns jsonb
language sql stable as $$
  select jsonb_build_object('id', c.id, 'workspace_id', c.workspace_id, 'name', c.name,
    'display_name', c.display_name, 'description', c.description, 'channel_type', c.channel_type, 'topic', c.topic,
    'is_private', c.is_private, 'is_archived', c.is_archived, 'parent_channel_id', in_parent,
    'member_count', c.member_count, 'message_count', in_message_count, 'created_by', c.created_by,
    'created_at', parley.iso(c.created_at), 'updated_at', parley.iso(c.updated_at))
$$;
