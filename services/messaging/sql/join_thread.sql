-- Makes people of a thread's: a reply's author (null for a twin's), the root's, and whom the reply mentions.
create function join_thread(p_root messages, p_reply messages, p_author uuid, p_mentions jsonb) returns void
language sql as $$
  insert into thread_people as t (root_id, user_id, channel_id, workspace_id, replies, first_seq)
  select p_root.id, person, p_root.channel_id, p_root.workspace_id, coalesce(person = p_author, false)::int,
    case when person = p_author then p_reply.seq end
  from (
    select p_author union select p_root.user_id
    union select (mention->>'user_id')::uuid from jsonb_array_elements(p_mentions) mention
  ) people (person)
  where person is not null
  on conflict (workspace_id, root_id, user_id) do update set
    replies = t.replies + 1, first_seq = coalesce(t.first_seq, excluded.first_seq)
  where excluded.replies > 0
$$;
