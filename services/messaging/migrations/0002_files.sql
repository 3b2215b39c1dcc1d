-- Files: what was uploaded, which message it hangs on, where its bytes are, and the URLs that show it.

-- Every object in the file storage, named before its first byte is written and forgotten after its last is gone: bytes
-- without a row cannot last. It is to be removed at `remove_at`: null while a file stands on it, a time ahead while it
-- is being written.
create table stored_objects (
  key text primary key,
  remove_at timestamptz,
  -- Set for good when removal has begun: from then on no file may stand on it.
  is_doomed boolean not null default false,
  attempts int not null default 0
);
create index stored_objects_due on stored_objects (remove_at) where remove_at is not null;

create table files (
  id uuid primary key,
  workspace_id uuid not null,
  channel_id uuid not null,
  uploader_id uuid not null,
  -- Null until a message carries it.
  message_id uuid,
  name text not null,
  -- The name as it stands in URLs, percent-encoded.
  url_name text not null,
  type text not null,
  size bigint not null,
  digest bytea not null,
  width int,
  height int,
  storage_key text not null unique references stored_objects,
  thumbnail_key text unique references stored_objects,
  thumbnail_size bigint,
  created_at timestamptz not null,
  -- Until when an upload that no message carries is kept, beyond the day that any is.
  held_until timestamptz
);
create index files_of_message on files (message_id) where message_id is not null;
create index files_of_channel on files (channel_id);
create index files_unclaimed on files (uploader_id) include (size) where message_id is null;
create index files_unclaimed_by_age on files (created_at) where message_id is null;

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

-- What messages.attachments keeps of a file.
create function stored_attachment(f files) returns jsonb language sql immutable parallel safe as $$
  select jsonb_build_object('id', f.id, 'name', f.name, 'url_name', f.url_name, 'size', f.size, 'type', f.type,
    'width', f.width, 'height', f.height, 'has_thumbnail', f.thumbnail_key is not null)
$$;

-- Makes a message carry these uploads, in this order, and answers what messages.attachments keeps of them. Null, with
-- nothing changed, when one is not the author's own upload to this channel, is carried already, or comes twice. To be
-- called with the head held.
create function claim_files(p_workspace uuid, p_channel uuid, p_author uuid, p_message uuid, p_files uuid[])
returns jsonb language plpgsql as $$
declare
  v_attachments jsonb;
begin
  if first_unclaimable(p_workspace, p_channel, p_author, p_files) is not null then
    return null;
  end if;
  with claimed as (
    update files f set message_id = p_message, held_until = null where f.id = any(p_files) returning f
  )
  select jsonb_agg(stored_attachment(c.f) order by array_position(p_files, (c.f).id))
  into v_attachments from claimed c;
  return v_attachments;
end
$$;

-- The place, from 0, of the first of these files that claim_files would refuse; null when it would take them all.
-- Locks those it would take.
create function first_unclaimable(p_workspace uuid, p_channel uuid, p_author uuid, p_files uuid[])
returns int language plpgsql as $$
declare
  v_takable uuid[];
  v_place int;
begin
  select coalesce(array_agg(held.id), '{}') into v_takable from (
    select f.id from files f
    where f.id = any(p_files) and f.workspace_id = p_workspace and f.channel_id = p_channel
      and f.uploader_id = p_author and f.message_id is null
    order by f.id for update
  ) held;
  select min(given.place) - 1 into v_place from unnest(p_files) with ordinality given (id, place)
  where given.id <> all(v_takable) or array_position(p_files, given.id) < given.place;
  return v_place;
end
$$;

-- Keeps uploads that are to be sent later from being collected before then. False, with nothing changed, when
-- claim_files would refuse one of them.
create function hold_files(p_workspace uuid, p_channel uuid, p_author uuid, p_files uuid[], p_until timestamptz)
returns boolean language plpgsql as $$
begin
  if first_unclaimable(p_workspace, p_channel, p_author, p_files) is not null then
    return false;
  end if;
  update files f set held_until = greatest(f.held_until, p_until) where f.id = any(p_files);
  return true;
end
$$;

-- One row: what URLs begin with, as the service is configured, and the secret they are signed with, kept as the two
-- keys that HMAC (RFC 2104) makes of it.
create table file_settings (
  is_only boolean primary key default true check (is_only),
  base_url text not null default '',
  inner_key bytea not null,
  outer_key bytea not null
);

-- Makes a new secret. Every URL given out before is dead from then on.
create function renew_file_secret() returns void language plpgsql set search_path = messaging, pg_temp as $$
declare
  v_inner bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    || decode(repeat('00', 32), 'hex');
  v_outer bytea := v_inner;
begin
  for i in 0..63 loop
    v_outer := set_byte(v_outer, i, get_byte(v_inner, i) # 92); -- 0x5c
    v_inner := set_byte(v_inner, i, get_byte(v_inner, i) # 54); -- 0x36
  end loop;
  insert into file_settings (inner_key, outer_key) values (v_inner, v_outer)
  on conflict (is_only) do update set inner_key = excluded.inner_key, outer_key = excluded.outer_key;
end
$$;
select renew_file_secret();

-- What proves that the platform gave this URL out: HMAC-SHA256 over the file, what of it (`file`, `thumbnail`), when
-- it expires (seconds since 1970) and whose it is (null: of whoever has it).
create function file_signature(s file_settings, file uuid, variant text, expires numeric, reader uuid) returns text
language sql immutable parallel safe as $$
  select rtrim(translate(encode(sha256(s.outer_key || sha256(s.inner_key || convert_to(
    file || '|' || variant || '|' || expires || '|' || coalesce(reader::text, ''), 'UTF8'))), 'base64'), '+/', '-_'), '=')
$$;

create function file_url(s file_settings, file uuid, url_name text, variant text, expires numeric, reader uuid)
returns text language sql immutable parallel safe as $$
  select s.base_url || '/api/v2/files/' || file || '/' || url_name
    || '?expires=' || expires
    || case when reader is null then '' else '&user=' || reader end
    || case when variant = 'file' then '' else '&variant=' || variant end
    || '&signature=' || messaging.file_signature(s, file, variant, expires, reader)
$$;

-- When a URL given out now expires. A reader's lives an hour, and for up to ten minutes more, so that what is read
-- again within ten minutes has the same URLs and a browser need not fetch it again. One for a whole room lives five
-- minutes to the microsecond, for when it was signed counts too.
create function file_url_expiry(reader uuid) returns numeric language sql stable parallel safe as $$
  select case when reader is null
    then extract(epoch from now()) + 300
    else floor(extract(epoch from now()) / 600) * 600 + 4200 end
$$;

-- Whether a room's URL that expires then was signed after anyone last left the channel: whoever it had been shown to is
-- still in.
create function is_for_room(channel uuid, expires numeric) returns boolean language sql stable parallel safe as $$
  select coalesce(expires - 300 > (
    select extract(epoch from d.departed_at) from channels.departures d where d.channel_id = channel), true)
$$;

create function signed_attachments(attachments jsonb, reader uuid) returns json language plpgsql stable parallel safe
as $$
declare
  v_settings file_settings;
  v_expires numeric := file_url_expiry(reader);
begin
  select * into v_settings from file_settings;
  return (
    select json_agg(json_build_object('id', a->'id', 'name', a->'name', 'size', a->'size', 'type', a->'type',
        'width', a->'width', 'height', a->'height',
        'url', file_url(v_settings, (a->>'id')::uuid, a->>'url_name', 'file', v_expires, reader),
        'thumbnail_url', case when (a->>'has_thumbnail')::boolean then
          file_url(v_settings, (a->>'id')::uuid, a->>'url_name', 'thumbnail', v_expires, reader) end)
      order by place)
    from jsonb_array_elements(attachments) with ordinality listed (a, place));
end
$$;

-- The attachments of a message as answers and events show them (contracts: Attachment), with fresh URLs: for a reader
-- their own, otherwise (null) those of a room. For most messages null at no cost: this much is inlined.
create function attachments_json(attachments jsonb, reader uuid) returns json language sql stable parallel safe as $$
  select case when attachments is not null then signed_attachments(attachments, reader) end
$$;

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
    insert into files (id, workspace_id, channel_id, uploader_id, name, url_name, type, size, digest, width, height,
      storage_key, thumbnail_key, thumbnail_size, created_at)
    select g.id, p_workspace, p_channel, p_uploader, g.name, g.url_name, g.type, g.size, decode(g.digest, 'hex'),
      g.width, g.height, g.storage_key, g.thumbnail_key, g.thumbnail_size, now()
    from jsonb_to_recordset(p_files) g (id uuid, name text, url_name text, type text, size bigint, digest text,
      width int, height int, storage_key text, thumbnail_key text, thumbnail_size bigint)
    returning files
  )
  select attachments_json(jsonb_agg(stored_attachment(kept.files) order by (kept.files).id), p_uploader)
  into attachments from kept;
  outcome := 'kept';
end
$$;

revoke execute on all functions in schema messaging from public;
