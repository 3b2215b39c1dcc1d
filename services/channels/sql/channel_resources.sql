-- requires: message_counts, dm_participants
-- A channel as events show it (contracts: Channel). Not everybody may see its parent.
create view channel_resources as
  select c.workspace_id, c.id, c.is_private, c.parent_channel_id,
    jsonb_build_object('id', c.id, 'workspace_id', c.workspace_id, 'name', c.name,
      'display_name', c.display_name, 'description', c.description, 'channel_type', c.channel_type, 'topic', c.topic,
      'is_private', c.is_private, 'is_archived', c.is_archived, 'parent_channel_id', c.parent_channel_id,
      'member_count', c.member_count, 'message_count', coalesce(counts.message_count, 0),
      'last_message_at', parley.iso(counts.last_message_at),
      'participants', dm_participants(c.workspace_id, c.participants),
      'created_by', c.created_by, 'created_at', parley.iso(c.created_at), 'updated_at', parley.iso(c.updated_at)
    ) as resource
  from channels c left join lateral message_counts(c.workspace_id, c.id) counts on true;
