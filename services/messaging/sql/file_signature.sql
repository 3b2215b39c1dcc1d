-- What proves that the platform gave this URL out: HMAC-SHA256 over the file, what of it (`file`, `thumbnail`), when
-- it expires (seconds since 1970) and whose it is (null: of whoever has it).
create function file_signature(s file_settings, file uuid, variant text, expires numeric, reader uuid) returns text
language sql immutable parallel safe as $$
  select rtrim(translate(encode(sha256(s.outer_key || sha256(s.inner_key || convert_to(
    file || '|' || variant || '|' || expires || '|' || coalesce(reader::text, ''), 'UTF8'))), 'base64'), '+/', '-_'), '=')
$$;
