-- As lock_message, for a twin or a bridged author (contracts: AuthorId) on whose behalf a service changes a message: they
-- need no access, and moderate nothing.
create function lock_message_for_service(p_workspace uuid, p_message uuid, p_author jsonb)
returns table (
  channel_id uuid, seq bigint, parent_message_id uuid, user_id uuid, content text, metadata jsonb, reactions jsonb,
  has_attachments boolean, is_archived boolean, is_moderator boolean, deleted_at timestamptz, at timestamptz,
  is_imported boolean, author_id uuid, actor_id uuid
) language plpgsql as $$
#variable_conflict use_column
begin
  perform from channel_heads h
  where h.workspace_id = p_workspace and h.channel_id = (
    select m.channel_id from messages m where m.workspace_id = p_workspace and m.id = p_message)
  for no key update;
  if not found then
    return;
  end if;
  return query
    select m.channel_id, m.seq, m.parent_message_id, m.user_id, m.content, m.metadata, m.reactions,
      m.attachments is not null, s.is_archived, false, m.deleted_at,
      greatest(m.updated_at, m.changed_at, date_trunc('milliseconds', clock_timestamp())), m.is_imported,
      coalesce(m.user_id, m.ai_twin_id, bridged_author(m.author_platform, m.author_foreign_id)), author_of(p_author)
    from messages m
    join channels.states s on s.workspace_id = m.workspace_id and s.channel_id = m.channel_id
    where m.workspace_id = p_workspace and m.id = p_message;
end
$$;
