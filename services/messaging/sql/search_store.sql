create function search_store() returns trigger language plpgsql set search_path = messaging, parley, pg_temp as $$
begin
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.deleted_at is not null) then
    delete from search_documents d where d.message_id = old.id;
  elsif new.deleted_at is null then
    insert into search_documents (message_id, workspace_id, channel_id, created_at, lexemes, folded)
    select d.message_id, d.workspace_id, d.channel_id, d.created_at, d.lexemes, d.folded
    from search_document(new) d
    on conflict (workspace_id, message_id) do update set lexemes = excluded.lexemes, folded = excluded.folded;
  end if;
  return null;
end
$$;
create trigger search_inserted after insert on messages for each row execute function search_store();
create trigger search_changed after update of content, attachments, deleted_at on messages for each row
  when (old.content is distinct from new.content or old.attachments is distinct from new.attachments
    or old.deleted_at is distinct from new.deleted_at)
  execute function search_store();
create trigger search_deleted after delete on messages for each row execute function search_store();
