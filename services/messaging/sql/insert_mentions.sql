-- Inserts the mentions of a message, except of its own author.
create function insert_mentions(p_workspace uuid, p_channel uuid, p_message uuid, p_seq bigint, p_author uuid,
  p_is_reply boolean, p_mentions jsonb) returns void language sql as $$
  insert into mentions (workspace_id, channel_id, user_id, seq, message_id, author_id, is_reply)
  select distinct p_workspace, p_channel, (mention->>'user_id')::uuid, p_seq, p_message, p_author, p_is_reply
  from jsonb_array_elements(p_mentions) mention
  where mention->>'user_id' is null or (mention->>'user_id')::uuid is distinct from p_author
$$;
