-- Counts a reply in its thread's participants: its author (null for a twin), the author of the root and the people that it
-- mentions are added, and everyone's row gets the reply as the thread's newest. It is read by its author alone.
create function add_to_thread(p_workspace uuid, p_channel uuid, p_root uuid, p_root_author uuid, p_author uuid,
  p_seq bigint, p_at timestamptz, p_mentions jsonb) returns void language sql as $$
  insert into thread_people as t (workspace_id, root_id, user_id, channel_id, replies, first_seq,
    last_reply_seq, last_reply_at, last_read_seq)
  select p_workspace, p_root, person, p_channel, is_author::int, case when is_author then p_seq end,
    p_seq, p_at, p_seq - (not is_author)::int
  from (
    select p_author union select p_root_author
    union select (mention->>'user_id')::uuid from jsonb_array_elements(p_mentions) mention
    union select earlier.user_id from thread_people earlier
      where earlier.workspace_id = p_workspace and earlier.root_id = p_root
  ) people (person) cross join lateral (select coalesce(person = p_author, false)) author (is_author)
  where person is not null
  on conflict (workspace_id, root_id, user_id) do update set
    replies = t.replies + excluded.replies, first_seq = coalesce(t.first_seq, excluded.first_seq),
    last_reply_seq = excluded.last_reply_seq, last_reply_at = excluded.last_reply_at,
    last_read_seq = case when excluded.replies > 0 then excluded.last_read_seq else t.last_read_seq end
$$;
