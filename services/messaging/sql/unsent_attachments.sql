-- Uploads that no message carries yet, as answers show them to their uploader; those that are gone are left out.
create function unsent_attachments(p_workspace uuid, p_files uuid[], p_reader uuid) returns jsonb language sql stable as $$
  select case when p_files <> '{}' then (
    select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size,
        'type', f.type, 'width', f.width, 'height', f.height, 'has_thumbnail', f.thumbnail_key is not null)
      order by array_position(p_files, f.id))
    from files f where f.workspace_id = p_workspace and f.id = any(p_files) and f.message_id is null and f.uploader_id = p_reader) end
$$;
