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
