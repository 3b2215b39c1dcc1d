-- Whatever deletes a file, its bytes go with it: with the same commit they are due, and a job is on its way.
create function doom_bytes() returns trigger
language plpgsql set search_path = messaging, pg_temp as $$
begin
  update stored_objects o set remove_at = now()
  from gone where o.key = gone.storage_key or o.key = gone.thumbnail_key;
  if found then
    insert into outbox (kind, name, payload) values ('job', 'remove-stored-files', '{}');
  end if;
  return null;
end
$$;
create trigger doom_bytes after delete on files
  referencing old table as gone for each statement execute function doom_bytes();
