-- The rows of whom a message mentions, but for its author.
create function note_mentions(m messages) returns void language sql as $$
  insert into mentions (channel_id, user_id, seq, message_id, workspace_id, author_id, is_reply)
  select distinct m.channel_id, (mention->>'user_id')::uuid, m.seq, m.id, m.workspace_id, m.user_id,
    m.parent_message_id is not null
  from jsonb_array_elements(m.metadata->'mentions') mention
  where mention->>'user_id' is null or (mention->>'user_id')::uuid is distinct from m.user_id
$$;
