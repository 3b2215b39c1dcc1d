-- Creates the search documents of all messages of a workspace that have none, oldest first, after a COPY; returns how
-- many. Faster while search_documents has no indexes. To re-create documents in a running system, queue the messages.
create function index_messages(p_workspace uuid,
  p_from timestamptz default '-infinity', p_until timestamptz default 'infinity')
returns bigint language plpgsql set search_path = messaging, parley, pg_temp as $$
declare
  v_made bigint;
begin
  insert into search_documents (workspace_id, message_id, channel_id, created_at, rev, lexemes, folded)
  select m.workspace_id, m.id, m.channel_id, m.at, m.rev, made.lexemes, made.folded
  from (
    select m.*, least(m.created_at, clock_timestamp()) as at from messages m
    where m.workspace_id = p_workspace and m.deleted_at is null
      and m.created_at >= p_from and m.created_at < p_until
      and not exists (select from search_documents d where d.workspace_id = p_workspace and d.message_id = m.id)
    order by m.created_at, m.id
  ) m, search_document(m.content, m.attachments, coalesce(m.user_id, m.ai_twin_id), m.at) made;
  get diagnostics v_made = row_count;
  return v_made;
end
$$;
