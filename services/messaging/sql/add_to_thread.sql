-- Adds people to a thread's participants: the author of a reply (null for a twin, or if the reply is counted already), the
-- author of the root, and the people that the reply mentions.
create function add_to_thread(p_workspace uuid, p_channel uuid, p_root uuid, p_root_author uuid, p_author uuid,
  p_seq bigint, p_mentions jsonb) returns void language sql as $$
  insert into thread_people as t (workspace_id, root_id, user_id, channel_id, replies, first_seq)
  select p_workspace, p_root, person, p_channel, coalesce(person = p_author, false)::int,
    case when person = p_author then p_seq end
  from (
    select p_author union select p_root_author
    union select (mention->>'user_id')::uuid from jsonb_array_elements(p_mentions) mention
  ) people (person)
  where person is not null
  on conflict (workspace_id, root_id, user_id) do update set
    replies = t.replies + 1, first_seq = coalesce(t.first_seq, excluded.first_seq)
  where excluded.replies > 0
$$;
