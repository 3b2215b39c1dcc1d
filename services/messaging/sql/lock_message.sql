-- Locks the channel of a message that someone wants to change, then reads the message and their access, which cannot
-- change until the transaction ends. Returns no row if they cannot see the message, or if it is not in p_channel (when
-- not null). Access is read twice, as in post_message. `at` is the time of the change, not before the last one.
-- author_id and actor_id are the same for the message's own author, whatever they are; see author_of.
create function lock_message(p_workspace uuid, p_channel uuid, p_message uuid, p_user uuid)
returns table (
  channel_id uuid, seq bigint, parent_message_id uuid, user_id uuid, content text, metadata jsonb, reactions jsonb,
  has_attachments boolean, is_archived boolean, is_moderator boolean, deleted_at timestamptz, at timestamptz,
  is_imported boolean, author_id uuid, actor_id uuid
) language plpgsql as $$
#variable_conflict use_column
begin
  perform from channel_heads h
  where h.workspace_id = p_workspace and h.channel_id = (
    select m.channel_id from messages m
    join channels.access a
      on a.workspace_id = m.workspace_id and a.channel_id = m.channel_id and a.user_id = p_user
    where m.workspace_id = p_workspace and m.id = p_message and (p_channel is null or m.channel_id = p_channel))
  for no key update;
  if not found then
    return;
  end if;
  return query
    select m.channel_id, m.seq, m.parent_message_id, m.user_id, m.content, m.metadata, m.reactions,
      m.attachments is not null, a.is_archived,
      a.workspace_role in ('owner', 'admin') or coalesce(a.channel_role = 'admin', false), m.deleted_at,
      greatest(m.updated_at, m.changed_at, date_trunc('milliseconds', clock_timestamp())), m.is_imported,
      coalesce(m.user_id, m.ai_twin_id, bridged_author(m.author_platform, m.author_foreign_id)), p_user
    from messages m
    join channels.access a on a.workspace_id = m.workspace_id and a.channel_id = m.channel_id and a.user_id = p_user
    where m.workspace_id = p_workspace and m.id = p_message;
end
$$;
