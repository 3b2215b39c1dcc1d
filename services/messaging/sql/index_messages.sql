-- Makes the documents of all messages that have none, oldest first: of those that were there before search was, or
-- that were loaded by COPY with triggers off. Faster while search_documents has no indexes. Answers how many.
create function index_messages(p_from timestamptz default '-infinity', p_until timestamptz default 'infinity')
returns bigint language plpgsql set search_path = messaging, parley, pg_temp as $$
declare
  made bigint;
begin
  insert into search_documents (message_id, workspace_id, channel_id, created_at, lexemes, folded)
  select d.message_id, d.workspace_id, d.channel_id, d.created_at, d.lexemes, d.folded
  from (
    select m from messages m
    where m.deleted_at is null and m.created_at >= p_from and m.created_at < p_until
      and not exists (select from search_documents d where d.message_id = m.id)
    order by m.created_at, m.id
  ) ordered, search_document(ordered.m) d;
  get diagnostics made = row_count;
  return made;
end
$$;
