-- Makes files of objects whose bytes are written. Outcomes: kept, not_found, archived, full (what the uploader has not
-- sent yet would exceed the given bounds); nothing is changed unless kept.
create function keep_files(
  p_workspace uuid, p_channel uuid, p_uploader uuid, p_files jsonb, p_max_bytes bigint, p_max_files int,
  out outcome text, out attachments json
) language plpgsql as $$
declare
  v_is_archived boolean;
  v_keys text[];
  v_count int;
begin
  perform pg_advisory_xact_lock(hashtextextended('uploads:' || p_uploader, 0));
  select a.is_archived into v_is_archived from channels.access a
  where a.workspace_id = p_workspace and a.channel_id = p_channel and a.user_id = p_uploader;
  if not found then
    outcome := 'not_found';
    return;
  elsif v_is_archived then
    outcome := 'archived';
    return;
  end if;
  if exists (
    select from files f, lateral (select sum((g->>'size')::bigint) as size, count(*) as files
      from jsonb_array_elements(p_files) g) given
    where f.uploader_id = p_uploader and f.message_id is null
    group by given.size, given.files
    having sum(f.size) + given.size > p_max_bytes or count(*) + given.files > p_max_files
  ) then
    outcome := 'full';
    return;
  end if;

  select array_agg(key) into v_keys from jsonb_array_elements(p_files) g,
    lateral (values (g->>'storage_key'), (g->>'thumbnail_key')) keys (key) where key is not null;
  update stored_objects o set remove_at = null where o.key = any(v_keys) and not o.is_doomed;
  get diagnostics v_count = row_count;
  if v_count <> cardinality(v_keys) then
    raise exception using errcode = '55P03', message = 'what was written has been removed as abandoned';
  end if;
  with kept as (
    insert into files (id, workspace_id, channel_id, uploader_id, name, type, size, digest, width, height,
      storage_key, thumbnail_key, thumbnail_size, created_at)
    select g.id, p_workspace, p_channel, p_uploader, g.name, g.type, g.size, decode(g.digest, 'hex'),
      g.width, g.height, g.storage_key, g.thumbnail_key, g.thumbnail_size, now()
    from jsonb_to_recordset(p_files) g (id uuid, name text, type text, size bigint, digest text,
      width int, height int, storage_key text, thumbnail_key text, thumbnail_size bigint)
    returning files
  )
  select jsonb_agg(stored_attachment(kept.files) order by (kept.files).id)
  into attachments from kept;
  outcome := 'kept';
end
$$;
