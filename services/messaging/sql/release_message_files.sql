-- A message that is deleted takes its files along, whoever deletes it.
create function release_message_files() returns trigger
language plpgsql set search_path = messaging, pg_temp as $$
begin
  delete from files where message_id = old.id;
  return null;
end
$$;
create trigger release_files_of_deleted after update of deleted_at on messages for each row
  when (old.deleted_at is null and new.deleted_at is not null and old.attachments is not null)
  execute function release_message_files();
create trigger release_files_of_erased after delete on messages for each row
  when (old.deleted_at is null and old.attachments is not null)
  execute function release_message_files();
