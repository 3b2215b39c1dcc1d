-- What messages.attachments keeps of a file.
create function stored_attachment(f files) returns jsonb language sql immutable parallel safe as $$
  select jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size, 'type', f.type,
    'width', f.width, 'height', f.height, 'has_thumbnail', f.thumbnail_key is not null)
$$;
